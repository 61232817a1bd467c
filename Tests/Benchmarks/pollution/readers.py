"""readers.py READER FOLDER OUT: reads each .csv of FOLDER with nothing told to the reader.

OUT/NAME.csv is what it made of NAME.csv, names first, plain RFC 4180 in UTF-8; OUT/NAME.error its
refusal; OUT/NAME.told whatever it said of it. OUT/version is the reader's version.
READER: loci=PROGRAM, loci-own=PROGRAM (with --names own: a file without names gets none), duckdb, polars, pandas, pandas-sniffing, pyarrow, clevercsv, python-csv.
"""

import csv
import pathlib
import subprocess
import sys
import warnings


def duckdb_reader():
    import duckdb

    def read(path):
        relation = duckdb.sql(f"FROM '{path}'")
        return [relation.columns] + relation.fetchall()

    return duckdb.__version__, read


def polars_reader():
    import polars

    def read(path):
        frame = polars.read_csv(path)
        return [frame.columns] + frame.rows()

    return polars.__version__, read


def pandas_reader(**options):
    import pandas

    def read(path):
        frame = pandas.read_csv(path, **options)
        rows = frame.astype(object).where(frame.notna(), None).values.tolist()
        if not isinstance(frame.index, pandas.RangeIndex):
            # More fields than names: pandas takes the first for the names of rows.
            keys = [key if isinstance(key, tuple) else (key,) for key in frame.index]
            names = [""] * len(keys[0] if keys else ()) + list(frame.columns)
            return [names] + [list(key) + row for key, row in zip(keys, rows)]
        return [list(frame.columns)] + rows

    return pandas.__version__, read


def pyarrow_reader():
    import pyarrow
    import pyarrow.csv

    def read(path):
        table = pyarrow.csv.read_csv(path)
        columns = [column.to_pylist() for column in table.columns]
        return [table.column_names] + list(zip(*columns))

    return pyarrow.__version__, read


def clevercsv_reader():
    import clevercsv

    return clevercsv.__version__, lambda path: clevercsv.read_table(path)


def python_reader():
    def read(path):
        with open(path, newline="", encoding="utf-8") as file:
            text = file.read()
        try:
            dialect = csv.Sniffer().sniff(text)
        except csv.Error:
            dialect = csv.excel
        return list(csv.reader(text.splitlines(keepends=True), dialect))

    return sys.version.split()[0], read


def loci_reader(program, *options):
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)

    def read(path):
        result = subprocess.run(
            [program, "read", path, "--format", "csv", *options], capture_output=True, text=True)
        if result.stderr:
            warnings.warn(result.stderr)
        # A file without a record ends with 65, its names written nevertheless.
        if result.returncode != 0 and not result.stdout:
            raise ValueError(result.stderr)
        return list(csv.reader(result.stdout.splitlines(keepends=True)))

    return version.stdout.strip(), read


READERS = {
    "duckdb": duckdb_reader,
    "polars": polars_reader,
    "pandas": pandas_reader,
    "pandas-sniffing": lambda: pandas_reader(sep=None, engine="python"),
    "pyarrow": pyarrow_reader,
    "clevercsv": clevercsv_reader,
    "python-csv": python_reader,
}
PROGRAMS = {"loci": [], "loci-own": ["--names", "own"]}


def text(value):
    return "" if value is None else str(value)


def main():
    name, folder, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if name in READERS:
        version, read = READERS[name]()
    else:
        name, program = name.split("=", 1)
        version, read = loci_reader(program, *PROGRAMS[name])
    out.mkdir(parents=True, exist_ok=True)
    (out / "version").write_text(version)
    for path in sorted(folder.glob("*.csv")):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                rows = read(str(path))
            except Exception as error:  # Whatever a reader refuses a file with.
                (out / (path.stem + ".error")).write_text(str(error)[:400])
                continue
        with open(out / path.name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([text(value) for value in row] for row in rows)
        if said:
            (out / (path.stem + ".told")).write_text(str(said[0].message)[:400])


main()

"""peers.py TOOL SHAPE FILE: one reading of a file of `generate` by a peer, all columns typed.

TOOL: polars, duckdb, pyarrow or pandas, which find types by themselves; with -typed (not pandas) the
types are told. SHAPE: A, B, C or D. Prints one JSON object: wall and processor seconds, peak MiB, rows.
"""

import json
import os
import resource
import sys
import time

for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "ARROW_IO_THREADS"):
    os.environ[name] = "2"


def columns(shape):
    """Names and types of the columns: i(nteger), d(ecimal) or t(ext)."""
    numbered = lambda name, count: [f"{name}{i}" for i in range(1, count + 1)]
    if shape == "A":
        return {name: "i" for name in numbered("q", 300)}
    if shape == "D":
        return {name: "i" for name in ["id"] + numbered("q", 39)}
    if shape == "B":
        types = {"id": "i", "region": "t", "date": "t", "age": "i", "weight": "d"}
        return types | {q: "i" for q in numbered("q", 10)} | {o: "t" for o in numbered("open", 3)}
    types = {"id": "i", "region": "t", "date": "t", "weight": "d", "income": "d"}
    return types | {d: "d" for d in numbered("d", 20)} | {q: "i" for q in numbered("q", 10)}


def with_polars(path, shape, typed):
    import polars

    kinds = {"i": polars.Int32, "d": polars.Float64, "t": polars.String}
    known = {name: kinds[kind] for name, kind in columns(shape).items()} if typed else None
    return lambda: polars.read_csv(
        path,
        separator=";" if shape == "C" else ",",
        decimal_comma=shape == "C",
        schema=known,
        infer_schema_length=10000,
    ).height


def with_duckdb(path, shape, typed):
    import duckdb

    kinds = {"i": "INTEGER", "d": "DOUBLE", "t": "VARCHAR"}
    options = ["decimal_separator=','"] if shape == "C" else []
    if typed:
        known = ", ".join(f"'{name}': '{kinds[kind]}'" for name, kind in columns(shape).items())
        delimiter = ";" if shape == "C" else ","
        options += ["auto_detect=false", "header=true", f"delim='{delimiter}'", "quote='\"'"]
        options += ["escape='\"'", f"columns={{{known}}}"]
    arguments = ", ".join([f"'{path}'"] + options)
    connection = duckdb.connect()
    connection.execute("SET threads = 2")

    def run():
        connection.execute(f"CREATE TABLE answers AS SELECT * FROM read_csv({arguments})")
        return connection.execute("SELECT count(*) FROM answers").fetchone()[0]

    return run


def with_pyarrow(path, shape, typed):
    import pyarrow
    import pyarrow.csv

    pyarrow.set_cpu_count(2)
    kinds = {"i": pyarrow.int32(), "d": pyarrow.float64(), "t": pyarrow.string()}
    known = {name: kinds[kind] for name, kind in columns(shape).items()} if typed else None
    return lambda: pyarrow.csv.read_csv(
        path,
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=";" if shape == "C" else ",", newlines_in_values=shape == "B"
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=known, decimal_point="," if shape == "C" else "."
        ),
    ).num_rows


def with_pandas(path, shape, typed):
    import pandas

    marks = {"sep": ";", "decimal": ","} if shape == "C" else {}
    return lambda: len(pandas.read_csv(path, low_memory=False, **marks))


tool, shape, path = sys.argv[1:]
name, _, typed = tool.partition("-")
readers = {
    "polars": with_polars, "duckdb": with_duckdb, "pyarrow": with_pyarrow, "pandas": with_pandas,
}
read = readers[name](path, shape, typed == "typed")
wall, processor = time.perf_counter(), time.process_time()
rows = read()
wall, processor = time.perf_counter() - wall, time.process_time() - processor
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(
    json.dumps(
        {"tool": tool, "shape": shape, "wall": round(wall, 3), "processor": round(processor, 3)}
        | {"MiB": round(peak), "rows": rows}
    )
)

"""page.py SCORES PAGE: writes the documentation's page on polluted field files from score.py's SCORES.

Readers are compared over the kinds that all of them were given: which those are, score.py keeps.
"""

import json
import pathlib
import sys

NAMES = {
    "loci": "GeniusLoci, `loci read`",
    "clevercsv": "CleverCSV, `read_table`",
    "duckdb": "DuckDB, `FROM 'file'`",
    "fread": "data.table, `fread`",
    "pandas": "pandas, `read_csv`",
    "pandas-sniffing": "pandas, `read_csv(sep=None)`",
    "polars": "polars, `read_csv`",
    "pyarrow": "pyarrow, `read_csv`",
    "python-csv": "Python, `csv.Sniffer`",
    "readr": "readr, `read_csv`",
    "readr-guessing": "readr, `read_delim`",
}
TEXT = """# Polluted field files

What GeniusLoci and other readers make of {files:,} systematically damaged CSV files, with nothing told to any of them.

@Comment {{ Made by Tests/Benchmarks/pollution/page.py from scores.json; do not edit. }}

Each pollution that a survey of real files found is laid on five tables (answers with line breaks, a
district's survey in Russian, goods, measurements, a short survey), at every place where it can stand:
{files:,} files, of {count} kinds. What should be read of each is known, since the program that damaged it wrote it down.
Ten measures of 0 to 1 are summed for each file: whether it was loaded, and precision, recall and F1 of
names, records and fields. The weighted score counts each pollution as often as it was met in real files.
Files, measures and weights follow Vitagliano et al. (2023); the files are our own, so that the figures
are not those of that paper.

GeniusLoci scores {score} on all of them, {weighted} weighted; {right:,} are fully right, and {silent} lack
rows without a word. By the published program's own counting (the first row of a file without names is its
names; fields are compared letter for letter, names among them) that is {published}, {published_weighted} weighted,
and with `--names own` {own}, {own_weighted} weighted.

The other readers were last run on {common:,} of the files, the same byte for byte; on those:

| reader | version | score | weighted | files fully right | files with fewer rows | of these without a word | Russian exports |
| --- | --- | --- | --- | --- | --- | --- | --- |
{readers}

"Fewer rows": the reader gives fewer rows than the file has. GeniusLoci sets such rows aside with their
bytes, reason and place, and says so; "without a word" are files of which the reader said nothing at all.
"Russian exports" are nine files of one table with Cyrillic text and decimal commas, as Excel (Windows-1251,
CP866, Mac Cyrillic, UTF-8 with mark, UTF-16, `sep=;`), SPSS, a form service and a Unix program write
them: fully right means texts as they are and numbers as numbers.

## By pollution

Mean score of the files of each pollution, with its weight. "Before" is the first version; it, and the other
readers, were not given the kinds that have no figure there.

| pollution | files | weight | before | GeniusLoci | best of the others |
| --- | --- | --- | --- | --- | --- |
{kinds}

Where damage leaves several readings, GeniusLoci takes none. A quote added to a number counts here as part
of the field: GeniusLoci leaves it out and says so, which is wrong by this measure. It is behind the best
of the others with {behind}.

## Repeat it

    swift build --package-path Tests/Benchmarks -c release --product pollution
    Tests/Benchmarks/.build/release/pollution CORPUS
    python3 Tests/Benchmarks/pollution/readers.py loci=.build/release/loci CORPUS/files READINGS/loci/files
    Rscript Tests/Benchmarks/pollution/readers.R fread CORPUS/files READINGS/fread/files
    python3 Tests/Benchmarks/pollution/score.py CORPUS READINGS Tests/Benchmarks/pollution/scores.json
    python3 Tests/Benchmarks/pollution/page.py Tests/Benchmarks/pollution/scores.json PAGE

The same for `CORPUS/exports`, for `loci-own=.build/release/loci` and for the other readers.

> G. Vitagliano, M. Hameed, L. Jiang, L. Reisener, E. Wu, F. Naumann (2023). "Pollock: A Data Loading
> Benchmark". *Proceedings of the VLDB Endowment* 16(8).
"""


def totals(kinds, what="score"):
    files, weight = sum(k["files"] for k in kinds), sum(k["weight"] for k in kinds)
    return (
        sum(k[what] for k in kinds) / files,
        sum(k[what] / k["files"] * k["weight"] for k in kinds) / weight)


def main():
    scores = json.loads(pathlib.Path(sys.argv[1]).read_text())
    readers = scores["readers"]
    own = readers.pop("loci-own")
    common = set.intersection(*(set(reader["kinds"]) for reader in readers.values()))

    def shared(name):
        return [readers[name]["kinds"][kind] for kind in sorted(common)]

    rows = []
    for name in sorted(readers, key=lambda name: -totals(shared(name))[0]):
        reader, (score, weighted) = readers[name], totals(shared(name))
        counts = (sum(kind[what] for kind in shared(name)) for what in ("right", "fewer", "silent"))
        rows.append(
            f"| {NAMES[name]} | {reader['version']} | {score:.3f} | {weighted:.3f} | "
            + " | ".join(f"{count:,}" for count in counts)
            + f" | {sum(reader['exports'].values())} of {len(reader['exports'])} |")
    kinds, behind = [], []
    for kind, found in sorted(
            readers["loci"]["kinds"].items(), key=lambda item: -item[1]["weight"]):
        def mean(name):
            other = readers[name]["kinds"][kind]
            return other["score"] / other["files"]
        before = f"{found['before'] / found['files']:.2f}" if "before" in found else "–"
        others = "–"
        if kind in common:
            best = max((name for name in readers if name != "loci"), key=mean)
            others = f"{mean(best):.2f} ({best})"
            if mean("loci") < mean(best) - 0.005:
                behind.append(kind)
        kinds.append(
            f"| {kind} | {found['files']:,} | {found['weight']:,.0f} | {before} | "
            f"{mean('loci'):.2f} | {others} |")
    all_kinds = readers["loci"]["kinds"].values()
    (score, weighted), (published, published_weighted) = (
        totals(all_kinds), totals(all_kinds, "published"))
    own_score, own_weighted = totals(own["kinds"].values(), "published")
    pathlib.Path(sys.argv[2]).write_text(
        TEXT.format(
            files=scores["files"], count=len(all_kinds), score=f"{score:.3f}",
            weighted=f"{weighted:.3f}", right=sum(kind["right"] for kind in all_kinds),
            silent=sum(kind["silent"] for kind in all_kinds),
            published=f"{published:.3f}", published_weighted=f"{published_weighted:.3f}",
            own=f"{own_score:.3f}", own_weighted=f"{own_weighted:.3f}",
            common=sum(kind["files"] for kind in shared("loci")), readers="\n".join(rows),
            kinds="\n".join(kinds), behind=", ".join(behind) or "no pollution as a whole"))


main()

"""score.py CORPUS READINGS SCORES [BEFORE]: scores what readers made of the polluted files.

READINGS/READER/files and READINGS/READER/exports are what readers.py and readers.R wrote. SCORES, a
JSON file, keeps the results by reader and kind of pollution; of readers absent from READINGS those
kinds stay whose files are the same, by their digest. BEFORE is a file like SCORES, of an earlier
version of GeniusLoci: its score of each kind of as many files is kept beside the present one.

Ten measures of 0 to 1 for each file are summed, as in Vitagliano et al. (2023), section 5: whether
it was loaded; precision, recall and F1 of the names, of the records and of the fields, as multisets.
Where nothing is to be read, nothing read is 10. Two records are the same when all their fields are,
in order. Where a file has no names, names are right that are no value of its first record.
Numbers, dates and times are compared as such, whatever form they have; texts without regard to case.
In the exports numbers must have come as numbers and texts as they are.

"published" is the sum as the published program has it: the first row of a file without names counts
as its names, records are the same when their fields joined are, and the fields are those of all rows,
names too, each letter for letter.
"""

import collections
import csv
import hashlib
import json
import pathlib
import re
import sys

NUMBER = re.compile(r"\s*[+-]?\d+([.,]\d+)?(e[+-]?\d+)?\s*", re.I)
DATE = re.compile(
    r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)[./](\d\d)[./](\d{4}))(?:[ T](\d\d:\d\d)(:\d\d)?(?:\.0+)?Z?)?")
TIME = re.compile(r"(\d\d:\d\d)(:00)?(\.0+)?")


def normal(field):
    """A field in the one form in which fields are compared."""
    if NUMBER.fullmatch(field):
        return repr(float(field.replace(",", ".")))
    if found := DATE.fullmatch(field):
        year, month, day = found[1] or found[6], found[2] or found[5], found[3] or found[4]
        clock = (found[7] or "00:00") + (found[8] or ":00")
        return f"{year}-{month}-{day} {clock}"
    if found := TIME.fullmatch(field):
        return found[1]
    return field.replace("\r\n", "\n").lower()


def measures(expected, found):
    """Precision, recall and F1 of two multisets; 1 where nothing is expected and nothing found."""
    if not expected:
        return [0.0 if found else 1.0] * 3
    common = (collections.Counter(expected) & collections.Counter(found)).total()
    if not common:
        return [0.0] * 3
    precision, recall = common / len(found), common / len(expected)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def read(path):
    """The names and records that a reader wrote; nothing where it refused."""
    if not path.exists():
        return None
    with open(path, newline="", encoding="utf-8", errors="replace") as file:
        rows = list(csv.reader(file))
    return (rows[0], rows[1:]) if rows else ([], [])


def score(truth, got):
    """The score, whether all is right, and whether rows lack."""
    if truth.get("header") == [] and truth["records"] == []:
        isRight = got is None or not got[1]
        return (10.0 if isRight else 0.0), isRight, False
    if got is None:
        return 0.0, False, len(truth["records"]) > 0
    names, rows = [normal(name) for name in got[0]], [[normal(f) for f in row] for row in got[1]]
    records = [[normal(field) for field in record] for record in truth["records"]]
    if truth.get("header") is None:
        isNamed = not (set(names) & set(records[0]) - {""})
        header = [float(isNamed)] * 3
    else:
        expected = [normal(name) for name in truth.get("header")]
        header, isNamed = measures(expected, names), expected == names
    cells = measures([f for r in records for f in r], [f for r in rows for f in r])
    exact = measures([tuple(r) for r in records], [tuple(r) for r in rows])
    return (
        1 + sum(header) + sum(cells) + sum(exact), isNamed and records == rows,
        len(rows) < len(records))


def published(truth, got):
    """The score of a file as the published program counts."""
    expected = ([truth["header"]] if truth.get("header") else []) + truth["records"]
    if not expected:
        return 10.0
    if got is None:
        return 0.0
    rows = [got[0]] + got[1]

    def names(table):
        return [normal(name) for name in table[0]]

    def records(table):
        return ["".join(normal(field) for field in row) for row in table[1:]]

    def fields(table):
        return [field for row in table for field in row]

    found = measures(records(expected), records(rows)) if len(expected) > 1 else [1.0] * 3
    return (
        1 + sum(measures(names(expected), names(rows))) + sum(found)
        + sum(measures(fields(expected), fields(rows))))


def isExact(truth, got):
    """Whether an export is fully right: texts as they are, numbers as numbers."""

    def same(expected, field):
        if NUMBER.fullmatch(expected):
            try:
                return float(expected) == float(field)
            except ValueError:
                return False
        return expected == field.replace("\r\n", "\n")

    if got is None or got[0] != truth.get("header") or len(got[1]) != len(truth["records"]):
        return False
    return all(
        len(row) == len(record) and all(same(*pair) for pair in zip(record, row))
        for record, row in zip(truth["records"], got[1]))


def tally(truths, folder):
    kinds = {}
    for truth in truths:
        stem = truth["name"].removesuffix(".csv")
        got = read(folder / truth["name"])
        value, isRight, lacksRows = score(truth, got)
        isTold = any((folder / (stem + end)).exists() for end in (".error", ".told"))
        kind = kinds.setdefault(
            truth["kind"],
            dict(files=0, weight=0.0, score=0.0, published=0.0, right=0, fewer=0, silent=0, wrong=[]))
        kind["files"] += 1
        kind["weight"] += truth["weight"]
        kind["score"] += value
        kind["published"] += published(truth, got)
        kind["right"] += isRight
        kind["fewer"] += lacksRows
        kind["silent"] += lacksRows and not isTold
        if not isRight:
            kind["wrong"].append(truth["name"])
    for kind in kinds.values():
        kind["wrong"] = kind["wrong"][:3]
        for name in ("weight", "score", "published"):
            kind[name] = round(kind[name], 6)
    return kinds


def main():
    corpus, readings, scores = map(pathlib.Path, sys.argv[1:4])
    truths = [json.loads(path.read_text()) for path in sorted((corpus / "files").glob("*.json"))]
    exports = [json.loads(path.read_text()) for path in sorted((corpus / "exports").glob("*.json"))]
    digests = {}
    for truth in truths:
        digest = digests.setdefault(truth["kind"], hashlib.sha256())
        digest.update(truth["name"].encode() + (corpus / "files" / truth["name"]).read_bytes())
        digest.update(json.dumps(truth, sort_keys=True).encode())
    digests = {kind: digest.hexdigest() for kind, digest in digests.items()}
    known = json.loads(scores.read_text()) if scores.exists() else {}
    readers = known.get("readers", {})
    for reader in readers.values():
        reader["kinds"] = {
            kind: found for kind, found in reader["kinds"].items()
            if digests.get(kind) == known["digests"].get(kind)}
    for folder in sorted(path for path in readings.iterdir() if (path / "files").is_dir()):
        readers[folder.name] = dict(
            version=(folder / "files/version").read_text().strip(),
            kinds=tally(truths, folder / "files"),
            exports={
                truth["name"]: isExact(truth, read(folder / "exports" / truth["name"]))
                for truth in exports})
    if len(sys.argv) > 4:
        earlier = json.loads(pathlib.Path(sys.argv[4]).read_text())["readers"]["loci"]["kinds"]
        for kind, found in readers["loci"]["kinds"].items():
            if earlier.get(kind, {}).get("files") == found["files"]:
                found["before"] = earlier[kind]["score"]
    result = dict(digests=digests, files=len(truths), readers=dict(sorted(readers.items())))
    scores.write_text(json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    for name, reader in sorted(readers.items()):
        kinds = reader["kinds"].values()
        files, weight = sum(k["files"] for k in kinds), sum(k["weight"] for k in kinds)
        print(
            f"{name:16}", f"{sum(k['score'] for k in kinds) / files:.3f}",
            f"{sum(k['score'] / k['files'] * k['weight'] for k in kinds) / weight:.3f}",
            *(
                f"published {sum(k['published'] for k in kinds) / files:.3f}",
                f"{sum(k['published'] / k['files'] * k['weight'] for k in kinds) / weight:.3f}",
            ) if all("published" in k for k in kinds) else (),
            *(f"{n} {sum(k[n] for k in kinds)}" for n in ("right", "fewer", "silent")),
            f"exports {sum(reader['exports'].values())}")


main()

"""score.py CORPUS READINGS SCORES: scores what readers made of the polluted files.

READINGS/READER/files and READINGS/READER/exports are what readers.py and readers.R wrote. SCORES, a
JSON file, keeps the results by reader and kind of pollution; readers absent from READINGS stay as
they are there, if the corpus is the same.

Ten measures of 0 to 1 for each file are summed, as in Vitagliano et al. (2023), section 5: whether
it was loaded; precision, recall and F1 of the names, of the records and of the fields, as multisets.
Where nothing is to be read, nothing read is 10. Two records are the same when all their fields are,
in order ("score"), or when their fields joined are, as the published program has it ("joined").
Where a file has no names, names are right that are no value of its first record.
Numbers, dates and times are compared as such, whatever form they have; texts without regard to case.
In the exports numbers must have come as numbers and texts as they are.
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
    """The score, the score with records joined, whether all is right, and whether rows lack."""
    if truth.get("header") == [] and truth["records"] == []:
        isRight = got is None or not got[1]
        return (10.0, 10.0, True, False) if isRight else (0.0, 0.0, False, False)
    if got is None:
        return 0.0, 0.0, False, len(truth["records"]) > 0
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
    joined = measures(["".join(r) for r in records], ["".join(r) for r in rows])
    rest = 1 + sum(header) + sum(cells)
    return (
        rest + sum(exact), rest + sum(joined), isNamed and records == rows, len(rows) < len(records))


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
        value, joined, isRight, lacksRows = score(truth, read(folder / truth["name"]))
        isTold = any((folder / (stem + end)).exists() for end in (".error", ".told"))
        kind = kinds.setdefault(
            truth["kind"],
            dict(files=0, weight=0.0, score=0.0, joined=0.0, right=0, fewer=0, silent=0, wrong=[]))
        kind["files"] += 1
        kind["weight"] += truth["weight"]
        kind["score"] += value
        kind["joined"] += joined
        kind["right"] += isRight
        kind["fewer"] += lacksRows
        kind["silent"] += lacksRows and not isTold
        if not isRight:
            kind["wrong"].append(truth["name"])
    for kind in kinds.values():
        kind["wrong"] = kind["wrong"][:3]
        for name in ("weight", "score", "joined"):
            kind[name] = round(kind[name], 6)
    return kinds


def main():
    corpus, readings, scores = map(pathlib.Path, sys.argv[1:4])
    truths = [json.loads(path.read_text()) for path in sorted((corpus / "files").glob("*.json"))]
    exports = [json.loads(path.read_text()) for path in sorted((corpus / "exports").glob("*.json"))]
    digest = hashlib.sha256()
    for path in sorted(corpus.glob("*/*")):
        digest.update(path.name.encode() + path.read_bytes())
    known = json.loads(scores.read_text()) if scores.exists() else {}
    readers = known["readers"] if known.get("digest") == digest.hexdigest() else {}
    for folder in sorted(path for path in readings.iterdir() if (path / "files").is_dir()):
        readers[folder.name] = dict(
            version=(folder / "files/version").read_text().strip(),
            kinds=tally(truths, folder / "files"),
            exports={
                truth["name"]: isExact(truth, read(folder / "exports" / truth["name"]))
                for truth in exports})
    result = dict(digest=digest.hexdigest(), files=len(truths), readers=dict(sorted(readers.items())))
    scores.write_text(json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    for name, reader in sorted(readers.items()):
        kinds = reader["kinds"].values()
        files, weight = sum(k["files"] for k in kinds), sum(k["weight"] for k in kinds)
        print(
            f"{name:16}", f"{sum(k['score'] for k in kinds) / files:.3f}",
            f"{sum(k['score'] / k['files'] * k['weight'] for k in kinds) / weight:.3f}",
            f"joined {sum(k['joined'] for k in kinds) / files:.3f}",
            f"{sum(k['joined'] / k['files'] * k['weight'] for k in kinds) / weight:.3f}",
            *(f"{n} {sum(k[n] for k in kinds)}" for n in ("right", "fewer", "silent")),
            f"exports {sum(reader['exports'].values())}")


main()

#!/usr/bin/env python3
"""How much is left to edit between `loci init` and a report: rows added, changed or deleted.

    python3 Tests/Drafts/edits.py             both studies, with `loci` of .build/release or LOCI

The studies are drafted from two published surveys with their dictionaries (in the folder that
GENIUSLOCI_DATA names, else where the tests find them), edited as a sociologist who knows them would, and reported. What is printed: the rows
that differ between the drafted folder and the reported one, sheet by sheet, those of draft.csv among
them, and the rows that were typed into a codebook before. Status 1 where `check` finds an error, a
page still says DRAFT, or more than 40 rows were edited.
"""
import collections, csv, os, pathlib, shutil, subprocess, sys, tempfile

LOCI = os.environ.get("LOCI") or str(pathlib.Path(".build/release/loci").resolve())
BESIDE = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data"
DATA = pathlib.Path(os.environ.get("GENIUSLOCI_DATA", BESIDE))
MOST = 40


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write(path, table):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def edit(path, key, **cells):
    """Sets cells of the rows whose first cells are `key`; `__` in a name stands for `::`."""
    table = rows(path)
    header = table[0]
    key = key if isinstance(key, tuple) else (key,)
    found = [row for row in table[1:] if tuple(row[: len(key)]) == key]
    if not found:
        sys.exit(f"{path}: no row {key}")
    for row in found:
        for name, value in cells.items():
            row[header.index(name.replace("__", "::"))] = value
    write(path, table)


def kansas_city(folder, work):
    """The scales of the codebook, of which it has the names alone, are typed into one of their own."""
    scales = work / "scales.csv"
    typed = [
        (scale, code, label)
        for scale, ends in [
            ("excellent5", {1: "Poor", 5: "Excellent", 9: "Don't know"}),
            ("satisfied5", {1: "Very dissatisfied", 5: "Very satisfied", 9: "Don't know"}),
            ("excellent5r", {1: "Excellent", 5: "Poor", 9: "Don't know"}),
            ("agree4", {1: "Strongly agree", 4: "Strongly disagree", 9: "Don't know"}),
            ("frequency4", {1: "Most often", 4: "Never", 9: "Don't know"}),
            ("yesno", {1: "Yes", 2: "No", 9: "Don't know"}),
        ]
        for code, label in ends.items()
    ]
    write(scales, [("scale", "value", "label"), *typed])
    source = DATA / "kansas-city"
    init(folder, [source / "2021-q1.csv", source / "2022-q3.csv"], [source / "codebook.csv", scales])

    def edits():
        edit(folder / "study.csv", "title::en", value="Kansas City resident survey")
        edit(folder / "cities.csv", "city", label__en="Kansas City")
        edit(folder / "waves.csv", "2021-q1", label__en="2021", start="2021-08-01", end="2021-09-30",
             sample="probability")
        edit(folder / "waves.csv", "2022-q3", label__en="2022", start="2022-03-01", end="2022-03-31",
             sample="probability")
        (folder / "draft.csv").unlink()

    return edits, len(typed)


def san_diego(folder, work):
    source = DATA / "san-diego"
    init(folder, [source / "responses.csv"], [source / "dictionary.csv"])
    choices = folder / "questionnaires/v1/choices.csv"

    def edits():
        edit(folder / "study.csv", "title::en", value="City of San Diego resident satisfaction survey")
        edit(folder / "cities.csv", "city", label__en="San Diego", population="1390000")
        edit(folder / "waves.csv", "w1", label__en="2015", start="2015-01-01", end="2015-12-31",
             sample="probability")
        for question in ("Q16", "Q18", "Q22", "Q23", "Q24", "Q25_1st", "Q27"):
            edit(choices, (question, "9"), label__en="Not provided", missing="no-answer")
        edit(choices, ("Q4_1", "99"), label__en="None chosen", missing="no-answer")
        edit(choices, ("Q22", "5"), label__en="Between $100k and $149,999")
        edit(choices, ("Q22", "6"), label__en="$150k or more")
        edit(choices, ("Q27", "3"), label__en="Other")
        (folder / "draft.csv").unlink()

    return edits, 0


def loci(*arguments):
    return subprocess.run([LOCI, *map(str, arguments)], capture_output=True, text=True)


def init(folder, files, labels):
    made = loci("init", folder, "--from", *files, "--labels", *labels)
    if made.returncode:
        sys.exit(made.stderr)


def difference(before, after):
    """Rows added, changed or deleted, by sheet: a changed row counts once."""
    counts = collections.Counter()
    names = {path.relative_to(root) for root in (before, after) for path in root.rglob("*.csv")}
    for name in sorted(names):
        if "responses" in name.parts or name.name == "factors.draft.csv":
            continue
        old, new = (collections.Counter(map(tuple, rows(root / name))) if (root / name).exists()
                    else collections.Counter() for root in (before, after))
        count = max((old - new).total(), (new - old).total())
        # A sheet's header is no row that anybody edits.
        if not (after / name).exists():
            count -= 1
        if count:
            counts[str(name)] = count
    return counts


def measure(name, make):
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        folder = work / name
        edits, typed = make(folder, work)
        drafted = work / "drafted"
        shutil.copytree(folder, drafted)
        edits()
        counts = difference(drafted, folder)
        total = counts.total() + typed
        sheets = ", ".join(f"{sheet} {count}" for sheet, count in counts.items())
        print(f"{name}: {total} rows ({sheets}" + (f", typed before {typed})" if typed else ")"))
        check = loci("check", folder)
        report = loci("report", folder, "--output", work / "report")
        pages = list((work / "report").rglob("*.html"))
        stripes = sum("DRAFT" in page.read_text(encoding="utf-8") for page in pages)
        faults = [f"check ends with {check.returncode}"] * (check.returncode != 0)
        faults += [f"report ends with {report.returncode}"] * (report.returncode != 0)
        faults += [f"{stripes} of {len(pages)} pages say DRAFT"] * (stripes > 0 or not pages)
        faults += [f"more than {MOST} rows"] * (total > MOST)
        for fault in faults:
            print(f"{name}: {fault}")
        return not faults


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not there: set GENIUSLOCI_DATA")
    right = [measure("kansas-city", kansas_city), measure("san-diego", san_diego)]
    sys.exit(0 if all(right) else 1)

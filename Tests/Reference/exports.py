"""Reads exports of the repository's studies with other programs, and compares every cell.

    python3 Tests/Reference/exports.py PATH-OF-LOCI

needs pyreadstat (pip), R with haven, and PSPP. The .csv export and the codebooks say what each cell,
label, missing value and weight of .sav, .zsav and .dta is to be. What was compared, with which versions,
goes to exports.json beside this script, with a digest of each file: the test ExportReadBackTests exports
again and wants the same bytes, so that what was found here holds for them.
"""
import csv, datetime, json, math, os, platform, re, subprocess, sys, tempfile
import pyreadstat

LOCI = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STUDIES = ["surveys/innovation-potential", "surveys/panel"]
FORMATS = ["sav", "zsav", "dta"]
PROBLEMS = []


def digest(path):
    """FNV-1a of 64 bits, as the test computes it."""
    value = 0xCBF29CE484222325
    for byte in open(path, "rb").read():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout


def table(path):
    return list(csv.reader(open(path, encoding="utf-8", newline="")))


class Expected:
    """What a data set is to hold, by the CSV and the codebooks."""

    def __init__(self, folder, form):
        rows = table(f"{folder}/csv/answers.csv")
        self.header, self.cells = rows[0][:-1], [row[:-1] for row in rows[1:]]
        plain = self.book(f"{folder}/csv/answers.csv.codebook.csv")
        own = self.book(f"{folder}/{form}/answers.{form}.codebook.csv")
        self.variables = []
        for (name, entry), (there, other) in zip(plain.items(), own.items()):
            value = {a["code"]: b["value"] for a, b in zip(entry["codes"], other["codes"])} \
                if len(entry["codes"]) == len(other["codes"]) else \
                {c["code"]: c["value"] for c in other["codes"]}
            blank = next((c["value"] for c in other["codes"] if not c["code"]), None)
            self.variables.append({
                "name": there, "type": entry["type"], "label": entry["label"], "value": value,
                "blank": blank, "missing": {c["value"] for c in other["codes"] if c["missing"]},
                "valid": {c["value"] for c in other["codes"] if not c["missing"]},
                "labels": {c["value"]: c["label"] for c in other["codes"]}})

    @staticmethod
    def book(path):
        found = {}
        for row in csv.DictReader(open(path, encoding="utf-8", newline="")):
            if row["left-out"]:
                continue
            if row["type"]:
                found[row["variable"]] = {"type": row["type"], "label": row["label::ru"], "codes": []}
            else:
                found[row["variable"]]["codes"].append(
                    {"code": row["code"], "value": row["value"], "missing": row["missing"],
                     "label": row["label::ru"]})
        return found

    def cell(self, row, place):
        """The cell as text; "" for system-missing."""
        text, variable = self.cells[row][place], self.variables[place]
        if text == "":
            return variable["blank"] or ""
        return variable["value"].get(text, text)


def same(expected, found):
    if expected == found:
        return True
    # Stata keeps a time of the clock as one of the first day of 1960.
    if re.fullmatch(r"\d\d:\d\d:\d\d", expected) and found.startswith("1960-01-01"):
        return found[11:] == expected
    try:
        return math.isclose(float(expected), float(found), rel_tol=1e-12)
    except ValueError:
        return False


def note(text):
    if len(PROBLEMS) < 40:
        PROBLEMS.append(text)


def agree(label, found):
    """Whether a label is whole, or cut at a word with a sign for it."""
    cut = found.removesuffix("…")
    return bool(cut) and (label == found or label.startswith(cut))


def compare(tool, form, expected, cells, labels, values, missing):
    """Compares what a tool has read; None for what it does not tell."""
    counts = {"cells": 0, "variableLabels": 0, "valueLabels": 0, "missing": 0, "differing": 0}

    def count(kind, agrees, text):
        counts[kind] += 1
        if not agrees:
            counts["differing"] += 1
            note(f"{tool} {form} {text}")

    for place, variable in enumerate(expected.variables):
        name = variable["name"]
        for row in range(len(expected.cells)):
            wanted, found = expected.cell(row, place), cells(name, row)
            count("cells", same(wanted, found), f"{name} row {row}: {wanted!r}, found {found!r}")
        if labels is not None and variable["label"]:
            found = labels.get(name) or ""
            count("variableLabels", agree(variable["label"], found),
                  f"label of {name}: {found!r}")
        if values is not None:
            for value, label in variable["labels"].items():
                if variable["type"] in ("text", "rank"):
                    continue
                found = values(name, value) or ""
                count("valueLabels", agree(label, found),
                      f"{name} label of {value}: {found!r} for {label!r}")
        if missing is not None and form != "dta":
            for value in variable["missing"] | variable["valid"]:
                if variable["type"] in ("text", "rank"):
                    continue
                count("missing", missing(name, float(value)) == (value in variable["missing"]),
                      f"{name}: {value} user-missing")
    return counts


def text(value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def by_pyreadstat(path, form, expected):
    read = pyreadstat.read_dta if form == "dta" else pyreadstat.read_sav
    columns, meta = read(path, user_missing=True, output_format="dict")

    def cell(name, row):
        value = text(columns[name][row])
        return f".{value}" if form == "dta" and re.fullmatch("[a-z]", value) else value

    def ranges(name, number):
        return any(r["lo"] <= number <= r["hi"] for r in meta.missing_ranges.get(name, []))

    def value_label(name, value):
        for key, label in meta.variable_value_labels.get(name, {}).items():
            if same(value.lstrip("."), str(key)):
                return label
        return None

    return compare("pyreadstat", form, expected, cell, dict(zip(meta.column_names, meta.column_labels)),
                   value_label, ranges)


def by_haven(path, form, expected, folder):
    script = f"{folder}/haven.R"
    open(script, "w").write(r"""
library(haven); library(jsonlite)
a <- commandArgs(TRUE)
d <- if (a[2] == "dta") read_dta(a[1]) else read_sav(a[1], user_na = TRUE)
cells <- lapply(d, function(x) {
  t <- if (a[2] == "dta" && is.double(x)) na_tag(x) else rep(NA, length(x))
  v <- unclass(x); attributes(v) <- NULL
  ifelse(!is.na(t), paste0(".", t),
    ifelse(is.na(v), "", if (is.numeric(v)) format(v, digits = 17, trim = TRUE, scientific = FALSE)
      else v)) })
# Days, moments and times of the clock as the CSV writes them.
cells <- mapply(function(v, x) {
  no <- v == "" | grepl("^[.]", v)
  clock <- function(n) sprintf("%02d:%02d:%02d", n %/% 3600, n %/% 60 %% 60, n %% 60)
  if (inherits(x, "Date")) ifelse(no, v, format(as.Date(x)))
  else if (inherits(x, "POSIXct")) ifelse(no, v, format(x, "%Y-%m-%dT%H:%M:%S", tz = "UTC"))
  else if (inherits(x, "difftime")) ifelse(no, v, clock(as.integer(unclass(x))))
  else v },
  cells, d, SIMPLIFY = FALSE)
labels <- lapply(d, function(x) attr(x, "label"))
values <- lapply(d, function(x) { l <- attr(x, "labels")
  if (is.null(l)) return(NULL)
  t <- if (is.double(l)) na_tag(l) else rep(NA, length(l))
  as.list(setNames(names(l), ifelse(is.na(t), as.character(unclass(l)), paste0(".", t)))) })
missing <- lapply(d, function(x) list(values = attr(x, "na_values"), range = attr(x, "na_range")))
cat(toJSON(list(cells = cells, labels = labels, values = values, missing = missing,
  versions = list(R = R.version.string, haven = as.character(packageVersion("haven")))),
  digits = NA, null = "null"))
""")
    found = json.loads(run("Rscript", script, path, form))

    def ranges(name, number):
        entry = found["missing"].get(name) or {}
        low, high = (entry.get("range") or [1, 0])[:2]
        return number in [float(v) for v in entry.get("values") or []] or \
            float(low) <= number <= float(high)

    def value_label(name, value):
        for key, label in (found["values"].get(name) or {}).items():
            if same(value, key):
                return label[0]
        return None

    counts = compare("haven", form, expected, lambda name, row: found["cells"][name][row],
                     {k: (v or [""])[0] for k, v in found["labels"].items()}, value_label, ranges)
    return counts, {k: v[0] for k, v in found["versions"].items()}


def by_pspp(path, form, expected, folder):
    out, script = f"{folder}/pspp-{form}.csv", f"{folder}/pspp.sps"
    open(script, "w").write(
        f"GET FILE='{path}'.\nSHOW WEIGHT.\nWEIGHT OFF.\n"
        f"SAVE TRANSLATE /OUTFILE='{out}' /TYPE=CSV /REPLACE /FIELDNAMES /CELLS=VALUES"
        " /TEXTOPTIONS FORMAT=PLAIN.\n")
    printed = run("pspp", "-O", "format=txt", script)
    rows = table(out)
    place = {name: index for index, name in enumerate(rows[0])}
    counts = compare("PSPP", form, expected,
                     lambda name, row: rows[row + 1][place[name]].strip(), None, None, None)
    if "WEIGHT is weight" not in printed and not re.search(r"WEIGHT.*weight", printed):
        counts["differing"] += 1
        note(f"PSPP {form}: weighted by another variable: {printed.strip()}")
    counts["weight"] = "weight"
    return counts


def main():
    result = {"versions": {"Python": platform.python_version(), "pyreadstat": pyreadstat.__version__,
                           "PSPP": run("pspp", "--version").splitlines()[0]}, "studies": {}}
    for study in STUDIES:
        with tempfile.TemporaryDirectory() as folder:
            entry = result["studies"][study] = {}
            for form in ["csv"] + FORMATS:
                os.mkdir(f"{folder}/{form}")
                run(LOCI, "export", study, "--to", f"{folder}/{form}/answers.{form}", "--open-answers",
                    cwd=ROOT)
            for form in FORMATS:
                path = f"{folder}/{form}/answers.{form}"
                expected = Expected(folder, form)
                counts = entry[form] = {"digest": digest(path),
                                        "pyreadstat": by_pyreadstat(path, form, expected)}
                counts["haven"], versions = by_haven(path, form, expected, folder)
                result["versions"].update(versions)
                if form != "dta":
                    counts["PSPP"] = by_pspp(path, form, expected, folder)
    for problem in PROBLEMS:
        print(problem, file=sys.stderr)
    if not PROBLEMS:
        place = os.path.splitext(os.path.abspath(__file__))[0] + ".json"
        open(place, "w").write(json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    sys.exit(1 if PROBLEMS else 0)


main()

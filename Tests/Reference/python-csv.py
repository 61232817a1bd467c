"""Well-formed files drawn by chance, and what Python's csv module reads in them.

    python3 Tests/Reference/python-csv.py > Tests/Reference/python-csv.json

What differs by design is not drawn: libcsv drops spaces at the ends of fields without quotes, and lines
without a field are no records.
"""

import csv
import io
import json
import platform
import random

random.seed(20261127)
WORDS = [
    "да", "нет", "Псков", "Петрозаводск", "не знаю", "сквер у реки", 'кинотеатр "Мир"', "дороги, дворы",
    "тише; чище", "a|b", "x\ty", "первая строка\nвторая строка", "", "", '"', '""', "it's", "'так'", "-", "N/A",
    "Ёлкино — 5 км", "50 %", "\\", "C:\\new\\", "1 234,5", "🙂", "é", "ß",
]
NAMES = ["номер", "ответ", "почему", "город, район", 'как "есть"', "вес", "оценка", "комментарий"]


def field(kind, row):
    if kind == "id":
        return str(row + 1)
    if kind == "number":
        return random.choice(["1", "2", "3", "97", "", "10"])
    if kind == "decimal":
        return f"{random.uniform(0, 9):.2f}"
    return random.choice(WORDS)


def file():
    columns = random.randint(3, 8)
    kinds = ["id"] + random.choices(["text", "text", "number", "decimal"], k=columns - 1)
    kinds[-1] = "number" if "decimal" not in kinds else kinds[-1]
    rows = [[name for name in NAMES[:columns]]]
    rows += [[field(kind, row) for kind in kinds] for row in range(random.randint(8, 40))]
    delimiter = random.choice([",", ";", "\t", "|"])
    text = io.StringIO(newline="")
    end = random.choice(["\n", "\r\n", "\r"])
    # Where records end in CR, the writer leaves fields with LF bare unless told to quote all.
    quotings = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=end,
        quoting=csv.QUOTE_ALL if end == "\r" else random.choice(quotings))
    writer.writerows(rows)
    text = text.getvalue()
    if random.random() < 0.2:
        text = text.rstrip("\r\n")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return {"text": text, "delimiter": delimiter, "rows": read}


print(json.dumps(
    {"python": platform.python_version(), "files": [file() for _ in range(150)]}, ensure_ascii=False))

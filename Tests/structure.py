"""Sizes of the sources by module: files, lines, functions and their parameters.

    python3 Tests/structure.py [FOLDER]

A function's lines are those from its first to the brace that ends it, told by its indentation;
a parameter is unlabelled where its label is `_`.
"""

import os
import re
import statistics
import sys

root = os.path.join(sys.argv[1] if len(sys.argv) > 1 else ".", "Sources")
head = re.compile(r"^( *)(?:(?:public|package|private|fileprivate|static|mutating|@\w+) )*(?:func |init[?(<])")


def functions(lines):
    """The lines of each function with a body, and its parameters' labels."""
    for start, line in enumerate(lines):
        found = head.match(line)
        if not found:
            continue
        ends = (found[1] + "}", found[1] + "} ")
        end = next((i for i in range(start, len(lines)) if lines[i].startswith(ends[0])), None)
        if end is None:
            continue
        text = " ".join(lines[start : end + 1])
        one_line = line.rstrip().endswith("}")
        signature = re.sub(r"<[^<>()]*>", "", text.split("{")[0])
        labels = re.findall(r"[(,] *(?:@\w+ )?(\w+)(?: \w+)? *:", signature)
        yield (1 if one_line else end - start + 1), labels


def spread(values):
    ordered = sorted(values) or [0]
    return f"{statistics.median(ordered):.0f} / {ordered[int(0.9 * (len(ordered) - 1))]} / {ordered[-1]}"


print("module | files | lines | file median/p90/max | functions | function median/p90/max | two unlabelled or more")
totals = [[], [], []]
for module in sorted(os.listdir(root)):
    files = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(os.path.join(root, module))
        for name in names
        if name.endswith(".swift")
    ]
    if not files:
        continue
    sizes, lengths, labels = [], [], []
    for path in files:
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        sizes.append(len(lines) - 1)
        for length, own in functions(lines):
            lengths.append(length)
            labels.append(sum(label == "_" for label in own))
    for total, values in zip(totals, (sizes, lengths, labels)):
        total.extend(values)
    print(
        f"{module} | {len(files)} | {sum(sizes)} | {spread(sizes)} | {len(lengths)} | {spread(lengths)} | "
        f"{sum(label > 1 for label in labels) / max(1, len(labels)):.1%}"
    )
sizes, lengths, labels = totals
print(
    f"all | {len(sizes)} | {sum(sizes)} | {spread(sizes)} | {len(lengths)} | {spread(lengths)} | "
    f"{sum(label > 1 for label in labels) / max(1, len(labels)):.1%}"
)

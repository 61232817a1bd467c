"""python confirmatory/peer.py FILE: three factors of Holzinger and Swineford's nine items, ML, by
semopy. FILE is lavaan's HolzingerSwineford1939 as CSV."""

import importlib.metadata
import statistics
import sys
import time

import pandas
import semopy

MODEL = """visual =~ x1 + x2 + x3
textual =~ x4 + x5 + x6
speed =~ x7 + x8 + x9"""

data = pandas.read_csv(sys.argv[1])
seconds = []
for _ in range(51):
    start = time.perf_counter()
    model = semopy.Model(MODEL)
    fit = model.fit(data)
    seconds.append(time.perf_counter() - start)
print("semopy", importlib.metadata.version("semopy"))
print(
    f"three factors of nine items, ML: median {1e3 * statistics.median(seconds):.1f} ms"
    f" ({1e3 * min(seconds):.1f} … {1e3 * max(seconds):.1f}, {len(seconds)} runs), {fit.fun:.9f}"
)

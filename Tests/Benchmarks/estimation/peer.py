"""peer.py FILE: svy (PyPI) on the benchmark's interviews; seconds of wall time.

python -m venv ENV && ENV/bin/pip install svy==0.35.0
"""

import sys
import time

import polars as pl
import svy

data = pl.read_csv(sys.argv[1])
data = data.with_columns(pl.concat_str(["stratum", "cluster"], separator="-").alias("psu"))
design = svy.Design(stratum="stratum", psu="psu", wgt="weight")
sample = svy.Sample(data=data, design=design)


def clock(name, runs, work):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    print(f"{name}: median {1e3 * seconds[runs // 2]:.1f} ms ({1e3 * seconds[0]:.1f} … {1e3 * seconds[-1]:.1f}, {runs} runs)")
    return result


print(svy.__version__)
print(clock("means by city with Taylor errors", 11, lambda: sample.estimation.mean("q", by="city")))
print(clock("10 x 8 crosstab, Rao and Scott", 5, lambda: sample.categorical.tabulate(rowvar="row", colvar="column")))

"""peer.py FILE: weightipy and svy (PyPI) on the benchmark's interviews; seconds of wall time.

python -m venv ENV && ENV/bin/pip install svy==0.35.0 weightipy
"""

import sys
import time


def clock(name, runs, work):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    print(f"{name}: median {1e3 * seconds[runs // 2]:.1f} ms ({1e3 * seconds[0]:.1f} … {1e3 * seconds[-1]:.1f}, {runs} runs)")
    return result


try:
    import pandas as pd
    import weightipy as wp

    frame = pd.read_csv(sys.argv[1])
    targets = {}
    for number, size in enumerate((2, 6, 5, 8, 10), 1):
        shares = [1 + 0.3 * (k % 3) for k in range(1, size + 1)]
        targets[f"m{number}"] = {k: 100 * share / sum(shares) for k, share in enumerate(shares, 1)}
    scheme = wp.scheme_from_dict(targets)
    clock("weightipy, raking to 5 margins", 5, lambda: wp.weight_dataframe(frame, scheme, weight_column="w"))
except ImportError as error:
    print(f"weightipy: {error}")

try:
    import polars as pl
    import svy

    data = pl.read_csv(sys.argv[1])
    data = data.with_columns(pl.concat_str(["stratum", "cluster"], separator="-").alias("psu"))
    sample = svy.Sample(data=data, design=svy.Design(stratum="stratum", psu="psu", wgt="weight"))

    def bootstrap():
        drawn = sample.weighting.create_bs_wgts(n_reps=500)
        return drawn.estimation.mean("q", by="city", method="replication")

    print("svy", svy.__version__)
    print(clock("svy, 500 bootstrap replicates, means by city", 3, bootstrap))
except ImportError as error:
    print(f"svy: {error}")

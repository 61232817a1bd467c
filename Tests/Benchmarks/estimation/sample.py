"""sample.py ROWS > FILE: interviews of 20 strata with 50 clusters each, the same on every run.

Columns: stratum, cluster, weight, city (10), q (0…10), row (10), column (8), m1 … m5 (31 categories).
"""

import sys

rows = int(sys.argv[1])
state = 20251125


def uniform():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 11) / 2**53


levels = [[uniform() for _ in range(50)] for _ in range(20)]
out = ["stratum,cluster,weight,city,q,row,column,m1,m2,m3,m4,m5"]
for i in range(rows):
    h, c = i % 20, int(uniform() * 50)
    level = levels[h][c]
    fields = [h + 1, c + 1, f"{0.5 + uniform():.6f}", 1 + int(uniform() * 10)]
    fields += [int(min(10.999, 11 * (0.7 * uniform() + 0.3 * level)))]
    fields += [1 + int(10 * (0.8 * uniform() + 0.2 * level)), 1 + int(8 * (0.8 * uniform() + 0.2 * level))]
    fields += [1 + int(uniform() * k) for k in (2, 6, 5, 8, 10)]
    out.append(",".join(map(str, fields)))
    if len(out) > 50000:
        print("\n".join(out))
        out = []
if out:
    print("\n".join(out))

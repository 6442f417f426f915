"""A table of what iforest.sh has measured: medians of the rounds."""

import json
import pathlib
import statistics
import sys

folder, rounds = pathlib.Path(sys.argv[1]), range(1, int(sys.argv[2]) + 1)
theirs = [json.loads((folder / f"sklearn-{n}.json").read_text()) for n in rounds]
ours = []
for n in rounds:
    runs = json.loads((folder / f"oddity-{n}.json").read_text())
    ours.append({run["params"]["batch"]: run for run in runs})

print(f"{'batch':>6} {'scikit-learn rows/s':>20} {'Oddity rows/s':>15} {'ratio':>8} {'bytes a row':>12}")
for batch in theirs[0]:
    ratios, here, there, bytes_a_row = [], [], [], []
    for their, our in zip(theirs, ours):
        run = our[batch]
        here.append(int(batch) * 1e9 / run["primaryMetric"]["score"])
        there.append(their[batch])
        ratios.append(here[-1] / there[-1])
        bytes_a_row.append(run["secondaryMetrics"]["gc.alloc.rate.norm"]["score"] / int(batch))
    median = statistics.median
    print(f"{batch:>6} {median(there):>20,.0f} {median(here):>15,.0f} {median(ratios):>8,.1f} {median(bytes_a_row):>12.3f}")

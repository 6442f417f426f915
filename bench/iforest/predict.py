"""Rows a second of scikit-learn's IsolationForest.predict on the forest and the rows of the reference vectors, as JSON."""

import csv
import gzip
import json
import pathlib
import sys
import time

import numpy as np
from sklearn.ensemble import IsolationForest

SECONDS = 3.0
BATCHES = (1, 10, 100, 1_000, 10_000)


def rows(file):
    with gzip.open(file, "rt") as lines:
        table = [[float(cell or "nan") for cell in row[:3]] for row in list(csv.reader(lines))[1:]]
    return np.array([row for row in table if not np.isnan(row).any()])


def rate(forest, data, batch):
    batches = [np.resize(np.roll(data, -at, axis=0), (batch, 3)) for at in range(0, len(data), max(batch, 20))]
    for some in batches[:5]:
        forest.predict(some)
    begun, n = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        forest.predict(batches[n % len(batches)])
        n += 1
    return n * batch / (time.perf_counter() - begun)


golden = pathlib.Path(sys.argv[1])
with gzip.open(golden / "if100_auto.json.gz", "rt") as file:
    params = json.load(file)["params"]
forest = IsolationForest(**params).fit(rows(golden / "train.csv.gz"))
test = rows(golden / "if100_auto_expected.csv.gz")
json.dump({batch: rate(forest, test, batch) for batch in BATCHES}, sys.stdout)

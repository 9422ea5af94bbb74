"""LightGBM with the features of Snap ML's Graph Feature Preprocessor (GFP), one thread.

    python gfp_lightgbm.py TRANSFERS TRAIN_END MIDDLE_END BATCH WINDOW

TRANSFERS is a file of float64 rows (number, from, to, seconds, amount, label), in event order. GFP takes them in batches
of BATCH transfers, 0 for one batch for each part of the split; in a batch it puts in all transfers before it reads the
features of each. LightGBM learns from the rows before TRAIN_END, stops early and chooses its threshold (best F1) by those
before MIDDLE_END, and is judged by the rest. Prints one JSON line: f1, averagePrecision, threshold, seconds (processor
time of GFP and of LightGBM).
"""
import json
import sys
import time

sys.path.pop(0)  # a neighbour has the name of the package

import lightgbm
import numpy
from sklearn.metrics import average_precision_score, precision_recall_curve
from snapml import GraphFeaturePreprocessor

WINDOW = int(sys.argv[5]) * 86_400
BINS = list(range(2, 13))

path = sys.argv[1]
train_end, middle_end, size = map(int, sys.argv[2:5])
rows = numpy.fromfile(path, dtype=numpy.float64).reshape(-1, 6)
labels = rows[:, 5]
edges = numpy.ascontiguousarray(rows[:, :5])

peer = GraphFeaturePreprocessor()
params = {"num_threads": 1, "time_window": WINDOW, "max_no_edges": -1, "vertex_stats": True, "vertex_stats_tw": WINDOW}
params |= {"vertex_stats_cols": [3, 4], "vertex_stats_feats": [0, 1, 2, 3, 4, 8, 9, 10]}
for kind in ["fan", "degree", "scatter-gather", "temp-cycle"]:
    params |= {kind: True, f"{kind}_tw": WINDOW, f"{kind}_bins": BINS}
params |= {"lc-cycle": False}
peer.set_params(params)

ends = [train_end, middle_end, len(edges)]
starts = [0, train_end, middle_end]
if size > 0:
    starts = list(range(0, len(edges), size))
    ends = [min(start + size, len(edges)) for start in starts]
began = time.process_time()
features = numpy.vstack([peer.transform(numpy.ascontiguousarray(edges[a:b])) for a, b in zip(starts, ends)])
prepared = time.process_time()

# Numbers of transfers and accounts, and the date, are no features; the amount is.
columns = numpy.hstack([features[:, 4:], (features[:, 3:4] // 86_400) % 7])
train = lightgbm.Dataset(columns[:train_end], labels[:train_end])
middle = lightgbm.Dataset(columns[train_end:middle_end], labels[train_end:middle_end], reference=train)
options = {"objective": "binary", "learning_rate": 0.05, "num_threads": 1, "verbose": -1, "seed": 1}
booster = lightgbm.train(options, train, 1000, [middle], callbacks=[lightgbm.early_stopping(30, verbose=False)])
chosen = booster.predict(columns[train_end:middle_end])
precision, recall, thresholds = precision_recall_curve(labels[train_end:middle_end], chosen)
f1 = 2 * precision * recall / numpy.maximum(precision + recall, 1e-12)
threshold = thresholds[numpy.argmax(f1[:-1])]
scores = booster.predict(columns[middle_end:])
judged = labels[middle_end:] == 1
called = scores >= threshold
found = int((called & judged).sum())
print(
    json.dumps(
        {
            "f1": 2 * found / max(1, int(called.sum() + judged.sum())),
            "averagePrecision": float(average_precision_score(judged, scores)),
            "threshold": float(threshold),
            "seconds": [prepared - began, time.process_time() - prepared],
        }
    )
)

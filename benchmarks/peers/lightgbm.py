"""Times LightGBM, one thread.

    python lightgbm.py FOLDER ROWS COLUMNS TREES EXPLAIN

FOLDER holds `train.bin` and `test.bin`, float64, one column after the other, the label last. Trains TREES trees of 31 leaves,
predicts the test rows, explains the first EXPLAIN of them (TreeSHAP), and prints one JSON line with the seconds of each
(processor time) and the average precision on the test rows. Binning counts as training.
"""
import json
import sys
import time

sys.path.pop(0)  # this file has the name of the package

import lightgbm
import numpy
from sklearn.metrics import average_precision_score

folder = sys.argv[1]
rows, columns, trees, explain = map(int, sys.argv[2:])


def read(name):
    data = numpy.fromfile(f"{folder}/{name}.bin", dtype=numpy.float64).reshape(columns + 1, rows)
    return numpy.ascontiguousarray(data[:columns].T), data[columns]


x, y = read("train")
test_x, test_y = read("test")
start = time.process_time()
booster = lightgbm.train(
    {"objective": "binary", "num_leaves": 31, "lambda_l2": 1, "num_threads": 1, "verbose": -1},
    lightgbm.Dataset(x, y),
    trees,
)
trained = time.process_time()
scores = booster.predict(test_x, num_threads=1)
predicted = time.process_time()
booster.predict(test_x[:explain], pred_contrib=True, num_threads=1)
explained = time.process_time()
print(
    json.dumps(
        {
            "train": trained - start,
            "predict": predicted - trained,
            "explain": explained - predicted,
            "averagePrecision": average_precision_score(test_y, scores),
        }
    )
)

"""Times the temporal cycles of Snap ML's Graph Feature Preprocessor, one thread.

    python gfp.py EDGES WINDOW BATCH

EDGES is a file of float64 rows (edge number, from, to, seconds), in order of time; BATCH is the number of edges handed
over at once, 0 for all. Prints one JSON line: seconds spent in `transform`, and by length the sum, over all edges, of
the bundles that the edge is part of. `transform` inserts a batch and computes its features; calling `fit` first would
do half of that work twice.
"""
import json
import sys
import time

import numpy
from snapml import GraphFeaturePreprocessor

LENGTHS = list(range(2, 42))

path, window, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
edges = numpy.fromfile(path, dtype=numpy.float64).reshape(-1, 4)
peer = GraphFeaturePreprocessor()
peer.set_params(
    {
        "num_threads": 1,
        "time_window": window,
        "max_no_edges": -1,
        "vertex_stats": False,
        "fan": False,
        "degree": False,
        "scatter-gather": False,
        "lc-cycle": False,
        "temp-cycle": True,
        "temp-cycle_tw": window,
        "temp-cycle_bins": LENGTHS,
    }
)
size = batch or len(edges)
batches = [numpy.ascontiguousarray(edges[i : i + size]) for i in range(0, len(edges), size)]
sums = numpy.zeros(len(LENGTHS))
seconds = 0.0
for rows in batches:
    start = time.perf_counter()
    features = peer.transform(rows)
    seconds += time.perf_counter() - start
    sums += features[:, 4:].sum(axis=0)
found = {str(length): int(n) for length, n in zip(LENGTHS, sums) if n > 0}
print(json.dumps({"seconds": seconds, "participations": found}))

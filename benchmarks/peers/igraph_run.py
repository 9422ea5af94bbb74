"""Times components and Louvain communities of igraph on one graph, one thread.

    python igraph_run.py EDGES VERTICES

EDGES is a file of int32 pairs. Prints one JSON line: processor seconds, building the graph included in each, as
Ringfence builds one for each too; the number of components, and the modularity that was reached.
"""
import json
import sys
import time

import igraph
import numpy

path, vertices = sys.argv[1], int(sys.argv[2])
edges = numpy.fromfile(path, dtype=numpy.int32).reshape(-1, 2)


def timed(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


component_seconds, components = timed(lambda: igraph.Graph(n=vertices, edges=edges).connected_components())
louvain_seconds, communities = timed(lambda: igraph.Graph(n=vertices, edges=edges).community_multilevel())
print(
    json.dumps(
        {
            "componentSeconds": component_seconds,
            "components": len(components),
            "louvainSeconds": louvain_seconds,
            "modularity": communities.modularity,
        }
    )
)

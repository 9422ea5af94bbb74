// An older store has no node of the graph.
MATCH (m:RingfenceMeta {slot: 1})
OPTIONAL MATCH (g:RingfenceMeta {slot: 2})
RETURN m {.*, appliedSeq: g.appliedSeq, dropping: g.dropping, graphHeartbeat: g.leaseHeartbeat} AS meta

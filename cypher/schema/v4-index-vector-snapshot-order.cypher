CREATE INDEX ringfence_vector_snapshot_order IF NOT EXISTS FOR (n:VectorSnapshot) ON (n.computedAt, n.source, n.id)

// The next page in the order of computedAt and key, after ($computedAt, $source, $id).
MATCH (s:VectorSnapshot)
USING INDEX s:VectorSnapshot(computedAt, source, id)
WHERE s.computedAt >= $computedAt AND s.source IS NOT NULL AND s.id IS NOT NULL
  AND (s.computedAt > $computedAt OR s.source > $source OR (s.source = $source AND s.id > $id))
WITH s ORDER BY s.computedAt, s.source, s.id LIMIT $limit
RETURN collect(s.body) AS bodies

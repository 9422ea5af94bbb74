MATCH (s:VectorSnapshot {key: $key})
RETURN s.body AS body

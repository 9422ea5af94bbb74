MATCH (m:RingfenceMeta {slot: 1})
RETURN properties(m) AS meta

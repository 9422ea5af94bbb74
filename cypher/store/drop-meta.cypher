MATCH (m:RingfenceMeta)
DELETE m

MATCH (m:RingfenceMeta {slot: 1})
RETURN m.head AS head

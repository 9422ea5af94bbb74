MATCH (m:RingfenceMeta {slot: 1})
SET m += $properties

MATCH (m:RingfenceMeta {slot: $slot})
SET m += $properties

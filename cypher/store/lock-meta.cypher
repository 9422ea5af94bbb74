// Writing a property takes the node's lock: what is read after it holds until the transaction ends.
MATCH (m:RingfenceMeta {slot: $slot})
SET m.lockedAt = $now
RETURN properties(m) AS meta

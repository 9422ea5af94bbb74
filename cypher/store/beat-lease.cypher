MATCH (m:RingfenceMeta {slot: 1})
SET m.lockedAt = $now
WITH m
WHERE m.leaseToken = $token
SET m.leaseHeartbeat = $now
RETURN m.slot AS slot

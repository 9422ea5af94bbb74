MATCH (m:RingfenceMeta {slot: 1})
SET m.lockedAt = $now
WITH m
WHERE m.leaseToken = $token
REMOVE m.leaseToken, m.leasePid, m.leaseHost, m.leaseProcessStart, m.leaseHeartbeat

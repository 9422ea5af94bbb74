MATCH (m:RingfenceMeta {slot: 1})
SET m.lockedAt = $now
WITH m
MATCH (g:RingfenceMeta {slot: 2})
SET g.lockedAt = $now
WITH m, g
WHERE m.leaseToken = $token
REMOVE m.leaseToken, m.leasePid, m.leaseHost, m.leaseProcessStart, m.leaseHeartbeat, g.leaseToken, g.leaseHeartbeat

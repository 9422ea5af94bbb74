// Compare and set: the nodes are locked first, so that of two who saw the same holder only one gets the place, and
// what the holder has begun on either comes to its end before.
MATCH (m:RingfenceMeta {slot: 1})
SET m.lockedAt = $now
WITH m
MATCH (g:RingfenceMeta {slot: 2})
SET g.lockedAt = $now
WITH m, g
WHERE coalesce(m.leaseToken, '') = $seenToken AND coalesce(m.leaseHeartbeat, 0) = $seenHeartbeat
  AND coalesce(g.leaseHeartbeat, 0) = $seenGraphHeartbeat
SET m.leaseToken = $token, m.leasePid = $pid, m.leaseHost = $host, m.leaseProcessStart = $processStart,
  m.leaseHeartbeat = $now, g.leaseToken = $token, g.leaseHeartbeat = $now
RETURN m.slot AS slot

// Compare and set: the node is locked first, so that of two who saw the same holder only one gets the place.
MATCH (m:RingfenceMeta {slot: 1})
SET m.lockedAt = $now
WITH m
WHERE coalesce(m.leaseToken, '') = $seenToken AND coalesce(m.leaseHeartbeat, 0) = $seenHeartbeat
SET m.leaseToken = $token, m.leasePid = $pid, m.leaseHost = $host, m.leaseProcessStart = $processStart,
  m.leaseHeartbeat = $now
RETURN m.slot AS slot

// One node for the log and the lease, one for the graph: who appends and who applies wait for none but themselves.
// Version 2 had both in one node.
MERGE (m:RingfenceMeta {slot: 1})
ON CREATE SET m.head = 0, m.tally = '{}'
SET m.schemaVersion = $version
MERGE (g:RingfenceMeta {slot: 2})
ON CREATE SET g.appliedSeq = coalesce(m.appliedSeq, 0), g.dropping = m.dropping,
  g.retractions = CASE WHEN m.tally CONTAINS '"retraction"' THEN true END,
  g.leaseToken = m.leaseToken, g.leaseHeartbeat = m.leaseHeartbeat
REMOVE m.appliedSeq, m.dropping

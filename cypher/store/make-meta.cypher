MERGE (m:RingfenceMeta {slot: 1})
ON CREATE SET m.schemaVersion = $version, m.head = 0, m.appliedSeq = 0, m.tally = '{}'
SET m.schemaVersion = $version

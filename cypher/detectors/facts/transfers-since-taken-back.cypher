// Transfers in force as of a time that were taken back after it: the graph of today has them no more.
// Parameters: $asOf epoch milliseconds; $head the last seq that is read
// Rows: key, at
MATCH (taken:Event)
WHERE taken.of IS NOT NULL
  AND (taken.effective > $asOf OR taken.seq > $head)
MATCH (e:Event {key: taken.of})
WHERE e.kind = 'transfer'
  AND e.at <= $asOf
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (earlier:Event {of: e.key}) WHERE earlier.effective <= $asOf AND earlier.seq <= $head })
RETURN DISTINCT e.key AS key, e.at AS at

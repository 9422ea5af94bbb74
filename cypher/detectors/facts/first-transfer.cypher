// The earliest transfer: since when anything is known of what accounts do.
// Parameters: $asOf epoch milliseconds; $head the last seq that is read
// Rows: key
MATCH (e:Event)
WHERE e.at <= $asOf
  AND e.kind = 'transfer'
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (taken:Event {of: e.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
RETURN e.key AS key
ORDER BY e.at
LIMIT 1

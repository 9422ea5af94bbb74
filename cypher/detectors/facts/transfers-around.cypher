// Transfers near others in time: what a search of today's graph misses around a transfer that was taken back since.
// Parameters: $from, $to epoch milliseconds
//             $asOf epoch milliseconds; $head the last seq that is read
// Rows: key
MATCH (e:Event)
WHERE e.at >= $from
  AND e.at <= $to
  AND e.kind = 'transfer'
  AND e.at <= $asOf
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (taken:Event {of: e.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
RETURN e.key AS key

// What detectors read about anything: references and labels.
// Parameters:
// $asOf epoch milliseconds; $head the last seq that is read
// Rows: body (canonical JSON of an event)
MATCH (e:Event)
WHERE e.said = true
  AND e.at <= $asOf
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (taken:Event {of: e.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
RETURN e.body AS body

// Every registration and profile change of some users, and every use of any device by them.
// Parameters: $names user ids
//             $asOf epoch milliseconds; $head the last seq that is read
// Rows: body (canonical JSON of an event)
MATCH (e:Event)
WHERE e.user IN $names
  AND e.kind IN ['registration', 'profile-change', 'session', 'payment', 'transfer']
  AND (e.device IS NOT NULL OR e.kind IN ['registration', 'profile-change'])
  AND e.at <= $asOf
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (taken:Event {of: e.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
RETURN e.body AS body

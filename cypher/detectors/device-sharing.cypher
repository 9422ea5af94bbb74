// Twin of the detector device-sharing: the devices that a tier may call shared. A superset: windows and account
// ages are left to the fold.
// Parameters: $minUsers      distinct users from which on a device is one by all its uses
//             $minRegistered the same, counting registrations only
//             $asOf          epoch milliseconds; $head the last seq that is read
// Rows: device
MATCH (e:Event)
WHERE e.device IS NOT NULL
  AND e.user IS NOT NULL
  AND e.kind IN ['registration', 'session', 'payment', 'transfer']
  AND e.at <= $asOf
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (taken:Event {of: e.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
WITH e.device AS device,
     count(DISTINCT e.user) AS users,
     count(DISTINCT CASE e.kind WHEN 'registration' THEN e.user END) AS registered
WHERE users >= $minUsers OR registered >= $minRegistered
RETURN device

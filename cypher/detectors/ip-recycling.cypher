// Twin of the detector ip-recycling: the blocks that enough users came to within $freshness of registering.
// A superset: the window, returns and thresholds by kind of address are left to the fold. A first use before the
// registration counts here too, so that fewer events of a block never make more users of it fresh.
// Parameters: $minUsers  fewest users, of any kind of address
//             $freshness milliseconds from registration to first use
//             $asOf      epoch milliseconds; $head the last seq that is read
// Rows: block
MATCH (e:Event)
WHERE e.block IS NOT NULL
  AND e.user IS NOT NULL
  AND e.kind IN ['registration', 'session', 'payment', 'transfer']
  AND e.at <= $asOf
  AND e.observedAt <= $asOf
  AND e.seq <= $head
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (taken:Event {of: e.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
WITH e.block AS block, e.user AS user, min(e.at) AS arrived
WITH block, collect({user: user, arrived: arrived}) AS visits
WHERE size(visits) >= $minUsers
UNWIND visits AS visit
WITH block, visit.user AS user, visit.arrived AS arrived
WHERE EXISTS {
  MATCH (r:Event {user: user, kind: 'registration'})
  WHERE r.at <= $asOf
    AND r.observedAt <= $asOf
    AND r.seq <= $head
    AND (r.retracted IS NULL
      OR NOT EXISTS { MATCH (taken:Event {of: r.key}) WHERE taken.effective <= $asOf AND taken.seq <= $head })
    AND arrived - r.at <= $freshness
}
WITH block, count(user) AS fresh
WHERE fresh >= $minUsers
RETURN block

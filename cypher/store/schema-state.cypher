// What the database holds: our meta node, and whether there is anything that is not ours.
OPTIONAL MATCH (m:RingfenceMeta {slot: 1})
RETURN properties(m) AS meta, EXISTS { MATCH (n) WHERE none(label IN labels(n) WHERE label IN $labels) } AS foreign,
  EXISTS { MATCH (any) } AS filled

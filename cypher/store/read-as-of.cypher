// The next page in event order after ($at, $source, $id).
MATCH (e:Event)
WHERE e.at >= $at AND e.at <= $until AND e.source IS NOT NULL AND e.id IS NOT NULL
  AND (e.at > $at OR e.source > $source OR (e.source = $source AND e.id > $id))
  AND e.observedAt <= $until AND e.seq <= $head AND e.kind <> 'retraction'
  AND (e.retracted IS NULL
    OR NOT EXISTS { MATCH (r:Event {of: e.key}) WHERE r.effective <= $until AND r.seq <= $head })
WITH e ORDER BY e.at, e.source, e.id LIMIT $limit
RETURN collect(e.body) AS bodies

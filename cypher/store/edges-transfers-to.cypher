MATCH (a:Account)
WHERE a.id >= $from
MATCH (a)-[r:TRANSFERS_TO]->(b:Account)
WHERE a.id > $from OR b.id > $to OR (b.id = $to AND (r.at > $at OR (r.at = $at
  AND (r.source > $source OR (r.source = $source AND r.event > $event)))))
WITH a, r, b ORDER BY a.id, b.id, r.at, r.source, r.event LIMIT $limit
RETURN a.id AS from, b.id AS to, properties(r) AS properties

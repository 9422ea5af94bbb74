MATCH (e:Event)
WHERE e.seq > $after AND e.seq <= $until
WITH e ORDER BY e.seq
RETURN collect(e.body) AS bodies

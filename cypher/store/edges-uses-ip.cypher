MATCH (a:User)
WHERE a.id >= $from
MATCH (a)-[r:USES_IP]->(b:IpAddress)
WHERE a.id > $from OR b.id > $to
WITH a, r, b ORDER BY a.id, b.id LIMIT $limit
RETURN a.id AS from, b.id AS to, properties(r) AS properties

MATCH (n:Account)
WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $limit
RETURN collect(properties(n)) AS entities

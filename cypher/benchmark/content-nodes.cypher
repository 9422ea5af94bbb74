MATCH (n)
WHERE NOT n:RingfenceMeta
RETURN labels(n) AS labels, properties(n) AS properties

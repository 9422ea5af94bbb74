MATCH (n:Event)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted

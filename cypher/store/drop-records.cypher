MATCH (n:Finding|Ring|RingAlias|DetectionRun|Currency)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted

MATCH (n:Finding|Ring|RingAlias|DetectionRun|Currency|Document)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted

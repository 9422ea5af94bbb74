MATCH (n:Finding|Ring|RingAlias|DetectionRun|Currency|VectorSnapshot|Document)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted

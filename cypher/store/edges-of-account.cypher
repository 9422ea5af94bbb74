MATCH (:Account {id: $id})-[r:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]-()
WITH r ORDER BY type(r), startNode(r).id, endNode(r).id, r.at, r.source, r.event LIMIT $limit
RETURN type(r) AS type, startNode(r).id AS from, endNode(r).id AS to, properties(r) AS properties

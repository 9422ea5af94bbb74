UNWIND $User AS id
MATCH (n:User {id: id})-[r:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]-(m)
WHERE m <> n
RETURN 'User' AS at, id, type(r) AS edge, startNode(r) = n AS out, count(DISTINCT m) AS neighbours
UNION ALL
UNWIND $Device AS id
MATCH (n:Device {id: id})-[r:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]-(m)
WHERE m <> n
RETURN 'Device' AS at, id, type(r) AS edge, startNode(r) = n AS out, count(DISTINCT m) AS neighbours
UNION ALL
UNWIND $Account AS id
MATCH (n:Account {id: id})-[r:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]-(m)
WHERE m <> n
RETURN 'Account' AS at, id, type(r) AS edge, startNode(r) = n AS out, count(DISTINCT m) AS neighbours
UNION ALL
UNWIND $IpAddress AS id
MATCH (n:IpAddress {id: id})-[r:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]-(m)
WHERE m <> n
RETURN 'IpAddress' AS at, id, type(r) AS edge, startNode(r) = n AS out, count(DISTINCT m) AS neighbours

CALL () {
  UNWIND $User AS id
  MATCH (:User {id: id})-[r:HAS_ACCOUNT]->(m:Account)
  WHERE m.id IN $Account
  RETURN r
  UNION ALL
  UNWIND $Account AS id
  MATCH (:Account {id: id})-[r:TRANSFERS_TO]->(m:Account)
  WHERE m.id IN $Account
  RETURN r
  UNION ALL
  UNWIND $User AS id
  MATCH (:User {id: id})-[r:USES_DEVICE]->(m:Device)
  WHERE m.id IN $Device
  RETURN r
  UNION ALL
  UNWIND $User AS id
  MATCH (:User {id: id})-[r:USES_IP]->(m:IpAddress)
  WHERE m.id IN $IpAddress
  RETURN r
}
WITH r ORDER BY type(r), startNode(r).id, endNode(r).id, r.at, r.source, r.event LIMIT $limit
RETURN type(r) AS type, startNode(r).id AS from, endNode(r).id AS to, properties(r) AS properties

// Who stands between two rings: a member of one that is a member of another, pays or is paid by one, or shares a device
// or an address with one.
// Parameters, set before by   :params {ring: null}
//   ring   id of a ring; null is all rings
MATCH (ring:Ring)-[:HAS_MEMBER]->(member)
WHERE ($ring IS NULL OR ring.id = $ring) AND (member:User OR member:Account)
CALL (ring, member) {
  MATCH bridge = (ring)-[:HAS_MEMBER]->(member)<-[:HAS_MEMBER]-(other:Ring)
  WHERE other <> ring
  RETURN bridge, other, 'member of both' AS how
  UNION
  MATCH bridge = (ring)-[:HAS_MEMBER]->(member)-[:TRANSFERS_TO]-(:Account)<-[:HAS_MEMBER]-(other:Ring)
  WHERE other <> ring
  RETURN bridge, other, 'money' AS how
  UNION
  MATCH bridge = (ring)-[:HAS_MEMBER]->(member)-[:HAS_ACCOUNT]->(:Account)-[:TRANSFERS_TO]-(:Account)<-[:HAS_ACCOUNT]-(:User)<-[:HAS_MEMBER]-(other:Ring)
  WHERE other <> ring
  RETURN bridge, other, 'money between own accounts' AS how
  UNION
  MATCH bridge = (ring)-[:HAS_MEMBER]->(member)-[:USES_DEVICE|USES_IP]->(thing)<-[:USES_DEVICE|USES_IP]-(:User)<-[:HAS_MEMBER]-(other:Ring)
  WHERE other <> ring AND COUNT { (thing)<-[:USES_DEVICE|USES_IP]-() } <= 50
  RETURN bridge, other, 'a shared device or address' AS how
}
RETURN bridge, member.id AS member, how, ring.id AS ring, other.id AS other
ORDER BY how, member, ring, other
LIMIT 100

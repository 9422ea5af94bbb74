// A ring, its members, and what binds them: the findings, and how the members use the same things and pass on money.
// Parameters, set before by   :params {ring: null}
//   ring   id of a ring; null is the strongest
OPTIONAL MATCH (named:Ring {id: $ring})
CALL (named) {
  WITH named
  WHERE named IS NOT NULL
  RETURN named AS ring
  UNION
  WITH named
  WHERE named IS NULL AND $ring IS NULL
  MATCH (strongest:Ring)
  RETURN strongest AS ring
  ORDER BY strongest.strength DESC, strongest.id
  LIMIT 1
}
MATCH membership = (ring)-[:HAS_MEMBER]->(member)
OPTIONAL MATCH evidence = (ring)-[:BOUND_BY]->(:Finding)-[:SHOWS]->(member)
OPTIONAL MATCH tie = (member)-[:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]->(other)<-[:SHOWS]-(:Finding)<-[:BOUND_BY]-(ring)
RETURN membership, evidence, tie
LIMIT 500

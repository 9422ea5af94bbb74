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
CALL (ring) {
  MATCH shown = (ring)-[:HAS_MEMBER]->()
  RETURN shown
  UNION
  MATCH shown = (ring)-[:BOUND_BY]->(:Finding)-[:SHOWS]->()
  RETURN shown
  UNION
  MATCH (ring)-[:HAS_MEMBER]->(member)
  MATCH shown = (member)-[:USES_DEVICE|USES_IP|HAS_ACCOUNT|TRANSFERS_TO]->(other)
  WHERE EXISTS { (ring)-[:HAS_MEMBER]->(other) }
  RETURN shown
}
RETURN shown
LIMIT 1000

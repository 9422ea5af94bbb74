// Money that goes round: the accounts of a kiting finding, the transfers between them, and who owns the accounts.
// Parameters, set before by   :params {finding: null}
//   finding   id of a finding of kiting-cycle; null is the strongest
OPTIONAL MATCH (named:Finding {id: $finding})
CALL (named) {
  WITH named
  WHERE named IS NOT NULL
  RETURN named AS finding
  UNION
  WITH named
  WHERE named IS NULL AND $finding IS NULL
  MATCH (strongest:Finding {detector: 'kiting-cycle'})
  WHERE strongest.current
  RETURN strongest AS finding
  ORDER BY strongest.strength DESC, strongest.id
  LIMIT 1
}
MATCH (finding)-[:SHOWS]->(from:Account)
MATCH hop = (from)-[paid:TRANSFERS_TO]->(to:Account)<-[:SHOWS]-(finding)
WHERE from <> to AND paid.at <= finding.lastAt
OPTIONAL MATCH owner = (:User)-[:HAS_ACCOUNT]->(from)
RETURN hop,
       owner,
       from.id AS payer,
       to.id AS payee,
       paid.minor AS minor,
       paid.currency AS currency,
       datetime({epochMillis: paid.at}) AS at
ORDER BY paid.at, payer
LIMIT 200

// Addresses through which fresh accounts passed one after the other: the findings, strongest first, and their users.
// Parameters, set before by   :params {limit: null}
//   limit   how many findings; null is 10
MATCH (finding:Finding {detector: 'ip-recycling'})
WHERE finding.current
WITH finding
ORDER BY finding.strength DESC, finding.id
LIMIT toInteger(coalesce($limit, 10))
MATCH shown = (finding)-[:SHOWS]->(member:User)
WITH finding, collect(shown) AS shown, collect(member) AS members
CALL (finding, members) {
  UNWIND members AS member
  MATCH stay = (member)-[used:USES_IP]->(address:IpAddress)
  WHERE used.first <= finding.lastAt AND finding.subject = '["' + address.block + '"]'
  RETURN collect(stay) AS stays
}
RETURN shown,
       stays,
       finding.subject AS address,
       size(members) AS users,
       datetime({epochMillis: finding.firstAt}) AS crossed,
       finding.strength AS strength
ORDER BY strength DESC, address

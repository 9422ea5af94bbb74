// Who used a device, from when to when and how often, in the order in which they came; with what else they use.
// Parameters, set before by   :params {device: null, from: null, to: null}
//   device     id of a device; null is the one with the most users
//   from, to   such as '2025-01-01T00:00:00Z': only uses in that time; null is no limit
OPTIONAL MATCH (named:Device {id: $device})
CALL (named) {
  WITH named
  WHERE named IS NOT NULL
  RETURN named AS device
  UNION
  WITH named
  WHERE named IS NULL AND $device IS NULL
  MATCH (busiest:Device)
  RETURN busiest AS device
  ORDER BY COUNT { (busiest)<-[:USES_DEVICE]-() } DESC, busiest.id
  LIMIT 1
}
MATCH use = (user:User)-[used:USES_DEVICE]->(device)
WHERE ($from IS NULL OR used.last >= datetime($from).epochMillis)
  AND ($to IS NULL OR used.first <= datetime($to).epochMillis)
WITH use, user, used
ORDER BY used.first, user.id
LIMIT 100
RETURN use,
       user.id AS user,
       datetime({epochMillis: used.first}) AS first,
       datetime({epochMillis: used.last}) AS last,
       used.count AS uses,
       COUNT { (user)-[:USES_DEVICE]->() } AS devices
ORDER BY first, user

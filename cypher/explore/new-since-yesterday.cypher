// What is new: findings that crossed their threshold since a time, with whom they show and the ring they bind.
// Parameters, set before by   :params {since: null}
//   since   such as '2025-03-01T00:00:00Z'; null is 24 hours before the latest event stored
CALL () {
  MATCH (e:Event)
  RETURN max(e.at) AS latest
}
WITH coalesce(datetime($since).epochMillis, latest - 24 * 60 * 60 * 1000) AS since
MATCH (finding:Finding)
WHERE finding.current AND finding.firstAt >= since
MATCH shown = (finding)-[:SHOWS]->()
OPTIONAL MATCH bound = (:Ring)-[:BOUND_BY]->(finding)
RETURN finding.detector AS detector,
       datetime({epochMillis: finding.firstAt}) AS crossed,
       finding.strength AS strength,
       finding.subject AS subject,
       collect(DISTINCT shown) AS shown,
       collect(DISTINCT bound) AS rings
ORDER BY crossed DESC, detector, subject
LIMIT 100

// All from the instant of the last one wanted on: which of that instant are wanted is for the bytes of their ids to say.
CALL () {
  MATCH (d:Document)
  WHERE d.kind = $kind AND d.at IS NOT NULL
  RETURN d.at AS at
  ORDER BY at DESC
  LIMIT toInteger($limit)
}
WITH min(at) AS since
MATCH (d:Document)
WHERE d.kind = $kind AND d.at >= since
RETURN d.id AS id, d.at AS at, d.body AS body

// Events that may give properties to entities with these ids, whatever their type.
UNWIND $ids AS id
CALL (id) {
  MATCH (e:Event {user: id}) WHERE e.kind IN ['registration', 'profile-change'] RETURN e
  UNION
  MATCH (e:Event {account: id}) WHERE e.kind IN ['account-opened', 'balance'] RETURN e
  UNION
  MATCH (e:Event {subject: id}) WHERE e.kind = 'reference' RETURN e
}
WITH DISTINCT e
WHERE e.seq <= $last
  AND (e.retracted IS NULL OR NOT EXISTS {
    MATCH (r:Event {of: e.key})
    USING INDEX SEEK r:Event(of)
    WHERE r.seq <= $last
  })
RETURN e.body AS body

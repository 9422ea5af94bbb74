UNWIND $keys AS key
MATCH (r:Event {of: key})
USING INDEX SEEK r:Event(of)
WHERE r.seq <= $last
RETURN DISTINCT key

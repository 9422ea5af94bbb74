UNWIND $keys AS key
MATCH (r:Event {of: key})
WHERE r.seq <= $last
RETURN DISTINCT key

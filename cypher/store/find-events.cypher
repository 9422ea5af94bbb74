UNWIND $keys AS key
MATCH (e:Event {key: key})
RETURN e.key AS key, e.seq AS seq, e.body AS body

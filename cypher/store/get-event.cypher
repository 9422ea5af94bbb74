MATCH (e:Event {key: $key})
RETURN e.seq AS seq, e.body AS body

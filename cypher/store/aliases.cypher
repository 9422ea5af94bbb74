MATCH (a:RingAlias)
RETURN a.id AS id, a.ring AS ring, a.reason AS reason

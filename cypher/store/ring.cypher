OPTIONAL MATCH (r:Ring {id: $id})
OPTIONAL MATCH (a:RingAlias {id: $id})
RETURN r.body AS body, a.ring AS alias

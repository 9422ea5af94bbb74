MATCH (f:Finding {id: $id})
RETURN f.body AS body, f.current AS current, f.supersededBy AS supersededBy

MATCH (r:Ring)
RETURN collect(r.body) AS bodies

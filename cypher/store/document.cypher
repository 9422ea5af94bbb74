MATCH (d:Document {key: $key})
RETURN d.body AS body

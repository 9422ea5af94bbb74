UNWIND $rows AS row
MATCH (r:Ring {id: row.ring})
MATCH (f:Finding {id: row.finding})
CREATE (r)-[:BOUND_BY]->(f)

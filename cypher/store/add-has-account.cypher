UNWIND $rows AS row
MATCH (a:User {id: row.from})
MATCH (b:Account {id: row.to})
MERGE (a)-[r:HAS_ACCOUNT]->(b)
ON CREATE SET r.first = row.first, r.last = row.last, r.count = row.count
ON MATCH SET r.first = CASE WHEN row.first < r.first THEN row.first ELSE r.first END,
  r.last = CASE WHEN row.last > r.last THEN row.last ELSE r.last END, r.count = r.count + row.count

UNWIND $rows AS row
MATCH (a:User {id: row.from})
MATCH (b:Account {id: row.to})
MERGE (a)-[r:HAS_ACCOUNT]->(b)
SET r.first = row.first, r.last = row.last, r.count = row.count

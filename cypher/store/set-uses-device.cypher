UNWIND $rows AS row
MATCH (a:User {id: row.from})
MATCH (b:Device {id: row.to})
MERGE (a)-[r:USES_DEVICE]->(b)
SET r.first = row.first, r.last = row.last, r.count = row.count

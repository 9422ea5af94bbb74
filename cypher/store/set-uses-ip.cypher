UNWIND $rows AS row
MATCH (a:User {id: row.from})
MATCH (b:IpAddress {id: row.to})
MERGE (a)-[r:USES_IP]->(b)
SET r.first = row.first, r.last = row.last, r.count = row.count

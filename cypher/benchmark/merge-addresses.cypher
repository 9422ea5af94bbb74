UNWIND $rows AS row
MERGE (u:User {id: row.user})
MERGE (d:IpAddress {id: row.ip})
MERGE (u)-[r:USES_IP]->(d)
ON CREATE SET r.first = row.at, r.last = row.at, r.count = 1
ON MATCH SET r.last = row.at, r.count = r.count + 1

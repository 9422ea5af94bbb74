UNWIND $rows AS row
MERGE (u:User {id: row.user})
ON CREATE SET u.mentions = 1
ON MATCH SET u.mentions = u.mentions + 1
MERGE (d:Device {id: row.device})
ON CREATE SET d.mentions = 1, d.fingerprint = row.device
ON MATCH SET d.mentions = d.mentions + 1
MERGE (i:IpAddress {id: row.ip})
ON CREATE SET i.mentions = 1, i.address = row.ip, i.block = row.block
ON MATCH SET i.mentions = i.mentions + 1
MERGE (u)-[x:USES_DEVICE]->(d)
ON CREATE SET x.first = row.at, x.last = row.at, x.count = 1
ON MATCH SET x.last = row.at, x.count = x.count + 1
MERGE (u)-[y:USES_IP]->(i)
ON CREATE SET y.first = row.at, y.last = row.at, y.count = 1
ON MATCH SET y.last = row.at, y.count = y.count + 1

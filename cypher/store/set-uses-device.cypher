// Rows are lists, in the order of pairRow.
UNWIND $rows AS row
MATCH (a:User {id: row[0]})
MATCH (b:Device {id: row[1]})
MERGE (a)-[r:USES_DEVICE]->(b)
SET r.first = row[2], r.last = row[3], r.count = row[4]

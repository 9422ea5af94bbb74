// Rows are lists, in the order of pairRow.
UNWIND $rows AS row
MATCH (a:User {id: row[0]})
MATCH (b:IpAddress {id: row[1]})
MERGE (a)-[r:USES_IP]->(b)
ON CREATE SET r.first = row[2], r.last = row[3], r.count = row[4]
ON MATCH SET r.first = CASE WHEN row[2] < r.first THEN row[2] ELSE r.first END,
  r.last = CASE WHEN row[3] > r.last THEN row[3] ELSE r.last END, r.count = r.count + row[4]

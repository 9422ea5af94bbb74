// Only entities that the graph has: records never make one.
UNWIND $rows AS row
MATCH (s:Finding {id: row.id})
CALL (row, s) {
  WITH row, s
  WHERE row.type = 'User'
  MATCH (n:User {id: row.entity})
  CREATE (s)-[:SHOWS {role: row.role}]->(n)
}
CALL (row, s) {
  WITH row, s
  WHERE row.type = 'Device'
  MATCH (n:Device {id: row.entity})
  CREATE (s)-[:SHOWS {role: row.role}]->(n)
}
CALL (row, s) {
  WITH row, s
  WHERE row.type = 'Account'
  MATCH (n:Account {id: row.entity})
  CREATE (s)-[:SHOWS {role: row.role}]->(n)
}
CALL (row, s) {
  WITH row, s
  WHERE row.type = 'IpAddress'
  MATCH (n:IpAddress {id: row.entity})
  CREATE (s)-[:SHOWS {role: row.role}]->(n)
}
CALL (row, s) {
  WITH row, s
  WHERE row.type = 'Merchant'
  MATCH (n:Merchant {id: row.entity})
  CREATE (s)-[:SHOWS {role: row.role}]->(n)
}
CALL (row, s) {
  WITH row, s
  WHERE row.type = 'Identifier'
  MATCH (n:Identifier {id: row.entity})
  CREATE (s)-[:SHOWS {role: row.role}]->(n)
}

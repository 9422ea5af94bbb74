CALL () {
  UNWIND $User AS row
  MERGE (n:User {id: row.id})
  ON CREATE SET n.mentions = row.mentions, n += row.intrinsic
  ON MATCH SET n.mentions = n.mentions + row.mentions
}
CALL () {
  UNWIND $Device AS row
  MERGE (n:Device {id: row.id})
  ON CREATE SET n.mentions = row.mentions, n += row.intrinsic
  ON MATCH SET n.mentions = n.mentions + row.mentions
}
CALL () {
  UNWIND $Account AS row
  MERGE (n:Account {id: row.id})
  ON CREATE SET n.mentions = row.mentions, n += row.intrinsic
  ON MATCH SET n.mentions = n.mentions + row.mentions
}
CALL () {
  UNWIND $IpAddress AS row
  MERGE (n:IpAddress {id: row.id})
  ON CREATE SET n.mentions = row.mentions, n += row.intrinsic
  ON MATCH SET n.mentions = n.mentions + row.mentions
}
CALL () {
  UNWIND $Merchant AS row
  MERGE (n:Merchant {id: row.id})
  ON CREATE SET n.mentions = row.mentions, n += row.intrinsic
  ON MATCH SET n.mentions = n.mentions + row.mentions
}
CALL () {
  UNWIND $Identifier AS row
  MERGE (n:Identifier {id: row.id})
  ON CREATE SET n.mentions = row.mentions, n += row.intrinsic
  ON MATCH SET n.mentions = n.mentions + row.mentions
}

CALL () {
  UNWIND $User AS row
  MERGE (n:User {id: row.id})
  ON CREATE SET n.mentions = 0, n += row.intrinsic
  SET n.mentions = n.mentions + row.mentions, n += row.properties
}
CALL () {
  UNWIND $Device AS row
  MERGE (n:Device {id: row.id})
  ON CREATE SET n.mentions = 0, n += row.intrinsic
  SET n.mentions = n.mentions + row.mentions, n += row.properties
}
CALL () {
  UNWIND $Account AS row
  MERGE (n:Account {id: row.id})
  ON CREATE SET n.mentions = 0, n += row.intrinsic
  SET n.mentions = n.mentions + row.mentions, n += row.properties
}
CALL () {
  UNWIND $IpAddress AS row
  MERGE (n:IpAddress {id: row.id})
  ON CREATE SET n.mentions = 0, n += row.intrinsic
  SET n.mentions = n.mentions + row.mentions, n += row.properties
}
CALL () {
  UNWIND $Merchant AS row
  MERGE (n:Merchant {id: row.id})
  ON CREATE SET n.mentions = 0, n += row.intrinsic
  SET n.mentions = n.mentions + row.mentions, n += row.properties
}
CALL () {
  UNWIND $Identifier AS row
  MERGE (n:Identifier {id: row.id})
  ON CREATE SET n.mentions = 0, n += row.intrinsic
  SET n.mentions = n.mentions + row.mentions, n += row.properties
}

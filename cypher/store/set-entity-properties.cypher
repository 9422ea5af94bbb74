CALL () {
  UNWIND $User AS row
  MATCH (n:User {id: row.id})
  SET n += row.properties
}
CALL () {
  UNWIND $Device AS row
  MATCH (n:Device {id: row.id})
  SET n += row.properties
}
CALL () {
  UNWIND $Account AS row
  MATCH (n:Account {id: row.id})
  SET n += row.properties
}
CALL () {
  UNWIND $IpAddress AS row
  MATCH (n:IpAddress {id: row.id})
  SET n += row.properties
}
CALL () {
  UNWIND $Merchant AS row
  MATCH (n:Merchant {id: row.id})
  SET n += row.properties
}
CALL () {
  UNWIND $Identifier AS row
  MATCH (n:Identifier {id: row.id})
  SET n += row.properties
}

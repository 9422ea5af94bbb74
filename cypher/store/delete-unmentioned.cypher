CALL () {
  UNWIND $User AS id
  MATCH (n:User {id: id})
  WHERE n.mentions <= 0
  DETACH DELETE n
}
CALL () {
  UNWIND $Device AS id
  MATCH (n:Device {id: id})
  WHERE n.mentions <= 0
  DETACH DELETE n
}
CALL () {
  UNWIND $Account AS id
  MATCH (n:Account {id: id})
  WHERE n.mentions <= 0
  DETACH DELETE n
}
CALL () {
  UNWIND $IpAddress AS id
  MATCH (n:IpAddress {id: id})
  WHERE n.mentions <= 0
  DETACH DELETE n
}
CALL () {
  UNWIND $Merchant AS id
  MATCH (n:Merchant {id: id})
  WHERE n.mentions <= 0
  DETACH DELETE n
}
CALL () {
  UNWIND $Identifier AS id
  MATCH (n:Identifier {id: id})
  WHERE n.mentions <= 0
  DETACH DELETE n
}

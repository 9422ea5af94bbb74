UNWIND $User AS id
MATCH (n:User {id: id})
RETURN 'User' AS type, properties(n) AS properties
UNION ALL
UNWIND $Device AS id
MATCH (n:Device {id: id})
RETURN 'Device' AS type, properties(n) AS properties
UNION ALL
UNWIND $Account AS id
MATCH (n:Account {id: id})
RETURN 'Account' AS type, properties(n) AS properties
UNION ALL
UNWIND $IpAddress AS id
MATCH (n:IpAddress {id: id})
RETURN 'IpAddress' AS type, properties(n) AS properties
UNION ALL
UNWIND $Merchant AS id
MATCH (n:Merchant {id: id})
RETURN 'Merchant' AS type, properties(n) AS properties
UNION ALL
UNWIND $Identifier AS id
MATCH (n:Identifier {id: id})
RETURN 'Identifier' AS type, properties(n) AS properties

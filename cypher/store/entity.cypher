MATCH (n:User {id: $id})
WHERE $type = 'User'
RETURN properties(n) AS properties
UNION ALL
MATCH (n:Device {id: $id})
WHERE $type = 'Device'
RETURN properties(n) AS properties
UNION ALL
MATCH (n:Account {id: $id})
WHERE $type = 'Account'
RETURN properties(n) AS properties
UNION ALL
MATCH (n:IpAddress {id: $id})
WHERE $type = 'IpAddress'
RETURN properties(n) AS properties
UNION ALL
MATCH (n:Merchant {id: $id})
WHERE $type = 'Merchant'
RETURN properties(n) AS properties
UNION ALL
MATCH (n:Identifier {id: $id})
WHERE $type = 'Identifier'
RETURN properties(n) AS properties

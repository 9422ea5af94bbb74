// When each property got its value, for the entities that have any.
UNWIND $User AS id
MATCH (n:User {id: id})
WHERE n.stamps IS NOT NULL
RETURN 'User' AS type, n.id AS id, n.stamps AS stamps
UNION ALL
UNWIND $Device AS id
MATCH (n:Device {id: id})
WHERE n.stamps IS NOT NULL
RETURN 'Device' AS type, n.id AS id, n.stamps AS stamps
UNION ALL
UNWIND $Account AS id
MATCH (n:Account {id: id})
WHERE n.stamps IS NOT NULL
RETURN 'Account' AS type, n.id AS id, n.stamps AS stamps
UNION ALL
UNWIND $IpAddress AS id
MATCH (n:IpAddress {id: id})
WHERE n.stamps IS NOT NULL
RETURN 'IpAddress' AS type, n.id AS id, n.stamps AS stamps
UNION ALL
UNWIND $Merchant AS id
MATCH (n:Merchant {id: id})
WHERE n.stamps IS NOT NULL
RETURN 'Merchant' AS type, n.id AS id, n.stamps AS stamps
UNION ALL
UNWIND $Identifier AS id
MATCH (n:Identifier {id: id})
WHERE n.stamps IS NOT NULL
RETURN 'Identifier' AS type, n.id AS id, n.stamps AS stamps

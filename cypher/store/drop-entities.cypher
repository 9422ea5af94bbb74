MATCH (n:User|Device|Account|IpAddress|Merchant|Identifier)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted

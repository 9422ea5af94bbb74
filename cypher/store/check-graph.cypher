OPTIONAL MATCH (n:User|Device|Account|IpAddress|Merchant|Identifier)
WHERE n.mentions IS NULL OR n.mentions <= 0
RETURN count(n) AS unmentioned

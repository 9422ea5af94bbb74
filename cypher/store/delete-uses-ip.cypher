UNWIND $rows AS row
MATCH (:User {id: row.from})-[r:USES_IP]->(:IpAddress {id: row.to})
DELETE r

// Rows are lists: from, to.
UNWIND $rows AS row
MATCH (:User {id: row[0]})-[r:USES_IP]->(:IpAddress {id: row[1]})
DELETE r

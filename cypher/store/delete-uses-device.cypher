UNWIND $rows AS row
MATCH (:User {id: row.from})-[r:USES_DEVICE]->(:Device {id: row.to})
DELETE r

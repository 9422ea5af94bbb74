UNWIND $rows AS row
MATCH (:User {id: row.from})-[r:HAS_ACCOUNT]->(:Account {id: row.to})
DELETE r

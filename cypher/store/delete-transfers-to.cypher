UNWIND $rows AS row
MATCH (:Account {id: row.from})-[r:TRANSFERS_TO {key: row.key}]->(:Account {id: row.to})
DELETE r

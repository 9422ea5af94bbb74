// Rows are lists: from, to, key.
UNWIND $rows AS row
MATCH (:Account {id: row[0]})-[r:TRANSFERS_TO {key: row[2]}]->(:Account {id: row[1]})
DELETE r

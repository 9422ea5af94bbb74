// Rows are lists: from, to.
UNWIND $rows AS row
MATCH (:User {id: row[0]})-[r:HAS_ACCOUNT]->(:Account {id: row[1]})
DELETE r

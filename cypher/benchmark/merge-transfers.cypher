UNWIND $rows AS row
MERGE (a:Account {id: row.from})
MERGE (b:Account {id: row.to})
MERGE (a)-[r:TRANSFERS_TO {key: row.key}]->(b)
SET r.at = row.at, r.minor = row.minor

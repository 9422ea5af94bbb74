UNWIND $rows AS row
MATCH (a:Account {id: row.from})
MATCH (b:Account {id: row.to})
CREATE (a)-[r:TRANSFERS_TO]->(b)
SET r = row.properties

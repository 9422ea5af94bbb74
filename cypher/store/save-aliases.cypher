UNWIND $rows AS row
MERGE (a:RingAlias {id: row.id})
SET a = row

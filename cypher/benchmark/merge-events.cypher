UNWIND $rows AS row
MERGE (e:Event {key: row.key})
ON CREATE SET e += row

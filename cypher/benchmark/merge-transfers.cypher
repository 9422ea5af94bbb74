UNWIND $rows AS row
MERGE (a:Account {id: row.from})
ON CREATE SET a.mentions = 1
ON MATCH SET a.mentions = a.mentions + 1
MERGE (b:Account {id: row.to})
ON CREATE SET b.mentions = 1
ON MATCH SET b.mentions = b.mentions + 1
MERGE (a)-[r:TRANSFERS_TO {key: row.key}]->(b)
ON CREATE SET r.source = row.source, r.event = row.event, r.at = row.at, r.observedAt = row.observedAt,
  r.minor = row.minor, r.currency = row.currency

UNWIND $rows AS row
MATCH (a:Account {id: row.from})
MATCH (b:Account {id: row.to})
CREATE (a)-[:TRANSFERS_TO {key: row.key, source: row.source, event: row.event, at: row.at,
  observedAt: row.observedAt, minor: row.minor, currency: row.currency, receivedMinor: row.receivedMinor,
  receivedCurrency: row.receivedCurrency}]->(b)

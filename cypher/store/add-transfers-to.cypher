// Rows are lists, in the order of transferRow: names would be sent with every row.
UNWIND $rows AS row
MATCH (a:Account {id: row[0]})
MATCH (b:Account {id: row[1]})
CREATE (a)-[:TRANSFERS_TO {key: row[2], source: row[3], event: row[4], at: row[5], observedAt: row[6], minor: row[7],
  currency: row[8], receivedMinor: row[9], receivedCurrency: row[10]}]->(b)

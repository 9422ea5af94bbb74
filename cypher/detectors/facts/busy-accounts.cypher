// Accounts with so many counterparties, ever, that on some day they may be a hub.
// Parameters: $names account ids; $minCounterparties
// Rows: account
UNWIND $names AS name
MATCH (a:Account {id: name})-[:TRANSFERS_TO]-(other:Account)
WHERE other <> a
WITH name, count(DISTINCT other) AS counterparties
WHERE counterparties >= $minCounterparties
RETURN name AS account

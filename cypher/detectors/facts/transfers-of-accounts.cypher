// Every transfer to or from some accounts.
// Parameters: $names account ids
// Rows: key
UNWIND $names AS name
MATCH (:Account {id: name})-[t:TRANSFERS_TO]-()
RETURN DISTINCT t.key AS key

// What is said about things, among the events of an older store.
MATCH (e:Event)
WHERE e.kind IN ['reference', 'label'] AND e.said IS NULL
CALL (e) {
  SET e.said = true
} IN TRANSACTIONS OF 10000 ROWS

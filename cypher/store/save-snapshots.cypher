// One snapshot an event: a newer one takes the place of the older.
UNWIND $rows AS row
MERGE (s:VectorSnapshot {key: row.key})
SET s = row

// A finding found again is current again, with what is known of it now.
UNWIND $rows AS row
MERGE (f:Finding {id: row.id})
SET f = row
WITH f
OPTIONAL MATCH (f)-[old:SHOWS]->()
DELETE old

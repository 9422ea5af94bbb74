UNWIND $rows AS row
MATCH (f:Finding {id: row.id, current: false})
SET f.supersededBy = row.by

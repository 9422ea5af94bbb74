UNWIND $rows AS row
CREATE (r:Ring)
SET r = row

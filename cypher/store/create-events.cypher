UNWIND $rows AS row
CREATE (e:Event)
SET e = row

CREATE CONSTRAINT ringfence_finding_id IF NOT EXISTS FOR (n:Finding) REQUIRE n.id IS UNIQUE

CREATE CONSTRAINT ringfence_ring_alias_id IF NOT EXISTS FOR (n:RingAlias) REQUIRE n.id IS UNIQUE

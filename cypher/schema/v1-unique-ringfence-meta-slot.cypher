CREATE CONSTRAINT ringfence_ringfence_meta_slot IF NOT EXISTS FOR (n:RingfenceMeta) REQUIRE n.slot IS UNIQUE

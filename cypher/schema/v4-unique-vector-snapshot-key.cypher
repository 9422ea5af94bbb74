CREATE CONSTRAINT ringfence_vector_snapshot_key IF NOT EXISTS FOR (n:VectorSnapshot) REQUIRE n.key IS UNIQUE

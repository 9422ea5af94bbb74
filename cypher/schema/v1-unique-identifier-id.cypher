CREATE CONSTRAINT ringfence_identifier_id IF NOT EXISTS FOR (n:Identifier) REQUIRE n.id IS UNIQUE

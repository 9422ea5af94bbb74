CREATE CONSTRAINT ringfence_document_key IF NOT EXISTS FOR (n:Document) REQUIRE n.key IS UNIQUE

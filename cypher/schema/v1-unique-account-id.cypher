CREATE CONSTRAINT ringfence_account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE

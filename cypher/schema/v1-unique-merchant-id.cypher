CREATE CONSTRAINT ringfence_merchant_id IF NOT EXISTS FOR (n:Merchant) REQUIRE n.id IS UNIQUE

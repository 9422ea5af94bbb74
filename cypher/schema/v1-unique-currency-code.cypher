CREATE CONSTRAINT ringfence_currency_code IF NOT EXISTS FOR (n:Currency) REQUIRE n.code IS UNIQUE

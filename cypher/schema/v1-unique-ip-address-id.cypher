CREATE CONSTRAINT ringfence_ip_address_id IF NOT EXISTS FOR (n:IpAddress) REQUIRE n.id IS UNIQUE

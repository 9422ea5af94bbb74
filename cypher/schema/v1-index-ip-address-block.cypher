CREATE INDEX ringfence_ip_address_block IF NOT EXISTS FOR (n:IpAddress) ON (n.block)

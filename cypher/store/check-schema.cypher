SHOW INDEXES YIELD name, state
WHERE name STARTS WITH 'ringfence_' AND state = 'ONLINE'
RETURN collect(name) AS names

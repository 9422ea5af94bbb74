CREATE INDEX ringfence_event_block IF NOT EXISTS FOR (n:Event) ON (n.block)

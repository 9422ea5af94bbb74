CREATE INDEX ringfence_event_of IF NOT EXISTS FOR (n:Event) ON (n.of)

CREATE INDEX ringfence_event_at IF NOT EXISTS FOR (n:Event) ON (n.at)

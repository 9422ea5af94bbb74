CREATE INDEX ringfence_event_said IF NOT EXISTS FOR (n:Event) ON (n.said)

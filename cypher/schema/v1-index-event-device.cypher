CREATE INDEX ringfence_event_device IF NOT EXISTS FOR (n:Event) ON (n.device)

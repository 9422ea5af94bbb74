CREATE INDEX ringfence_event_subject IF NOT EXISTS FOR (n:Event) ON (n.subject)

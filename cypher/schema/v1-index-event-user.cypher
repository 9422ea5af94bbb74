CREATE INDEX ringfence_event_user IF NOT EXISTS FOR (n:Event) ON (n.user)

CREATE INDEX ringfence_event_account IF NOT EXISTS FOR (n:Event) ON (n.account)

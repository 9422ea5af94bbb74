// The order of events: an index in this order is read instead of sorting.
CREATE INDEX ringfence_event_order IF NOT EXISTS FOR (n:Event) ON (n.at, n.source, n.id)

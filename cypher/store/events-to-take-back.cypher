// Targets in the graph that no earlier retraction took back.
UNWIND $keys AS key
MATCH (e:Event {key: key})
WHERE e.seq <= $applied AND e.kind <> 'retraction'
  AND NOT EXISTS {
    MATCH (r:Event {of: key})
    USING INDEX SEEK r:Event(of)
    WHERE r.seq <= $applied
  }
RETURN e.body AS body

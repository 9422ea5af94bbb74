// What the log still says of each pair, by kind of event; the sample tells whether that kind makes this edge.
UNWIND $rows AS row
MATCH (e:Event {user: row.from})
USING INDEX SEEK e:Event(user)
WHERE e.ip = row.to AND e.seq <= $last AND e.kind <> 'retraction'
  AND (e.retracted IS NULL OR NOT EXISTS {
    MATCH (r:Event {of: e.key})
    USING INDEX SEEK r:Event(of)
    WHERE r.seq <= $last
  })
RETURN row.from AS from, row.to AS to, e.kind AS kind, min(e.at) AS first, max(e.at) AS last, count(*) AS count,
  min(e.body) AS sample

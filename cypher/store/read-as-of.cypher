// The next page in event order after ($at, $source, $id). The hints keep to the index in that order, which ends the
// reading at the page; a range over seq would look cheaper to the planner and read the whole log for every page.
MATCH (e:Event)
USING INDEX e:Event(at, source, id)
WHERE e.at >= $at AND e.source IS NOT NULL AND e.id IS NOT NULL
  AND (e.at > $at OR e.source > $source OR (e.source = $source AND e.id > $id))
  AND e.at <= $until AND e.observedAt <= $until AND e.seq <= $head AND e.kind <> 'retraction'
  AND (e.retracted IS NULL OR NOT EXISTS {
    MATCH (r:Event {of: e.key})
    USING INDEX SEEK r:Event(of)
    WHERE r.effective <= $until AND r.seq <= $head
  })
WITH e ORDER BY e.at, e.source, e.id LIMIT $limit
RETURN collect(e.body) AS bodies

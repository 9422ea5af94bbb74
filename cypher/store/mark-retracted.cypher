// A hint that some retraction names the event, so that readers look for retractions of marked events only.
UNWIND $keys AS key
MATCH (e:Event {key: key})
WHERE EXISTS {
  MATCH (r:Event {of: key})
  USING INDEX SEEK r:Event(of)
}
SET e.retracted = true

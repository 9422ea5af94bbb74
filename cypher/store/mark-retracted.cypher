// A hint that some retraction names the event, so that readers look for retractions of marked events only.
UNWIND $keys AS key
MATCH (e:Event {key: key})
WHERE EXISTS { MATCH (:Event {of: key}) }
SET e.retracted = true

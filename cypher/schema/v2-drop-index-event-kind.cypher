// Every event had an entry here, and next to all of them under a few kinds.
DROP INDEX ringfence_event_kind IF EXISTS

MATCH (f:Finding {current: true})
WHERE f.detector IN $detectors AND NOT f.id IN $found
SET f.current = false

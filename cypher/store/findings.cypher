MATCH (f:Finding {current: true})
WHERE $detectors IS NULL OR f.detector IN $detectors
RETURN collect(f.body) AS bodies

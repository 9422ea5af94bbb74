MATCH (d:DetectionRun)
RETURN d.body AS body ORDER BY d.run DESC LIMIT 1

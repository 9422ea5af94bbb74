OPTIONAL MATCH (last:DetectionRun)
WITH coalesce(max(last.run), 0) + 1 AS run
CREATE (:DetectionRun {run: run, ranAt: $ranAt, body: $body})

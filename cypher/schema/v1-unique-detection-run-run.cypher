CREATE CONSTRAINT ringfence_detection_run_run IF NOT EXISTS FOR (n:DetectionRun) REQUIRE n.run IS UNIQUE

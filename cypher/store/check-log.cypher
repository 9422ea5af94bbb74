OPTIONAL MATCH (e:Event)
RETURN count(e) AS events, coalesce(max(e.seq), 0) AS newest

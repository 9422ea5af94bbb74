// An id that is a ring's own again leads nowhere else.
MATCH (a:RingAlias)
WHERE EXISTS { MATCH (:Ring {id: a.id}) }
DELETE a

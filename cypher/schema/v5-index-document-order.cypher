// The newest documents of a kind: read in this order instead of sorting.
CREATE INDEX ringfence_document_order IF NOT EXISTS FOR (n:Document) ON (n.kind, n.at)

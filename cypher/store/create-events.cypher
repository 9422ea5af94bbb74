UNWIND $rows AS row
CREATE (:Event {key: row.key, seq: row.seq, source: row.source, id: row.id, kind: row.kind, at: row.at,
  observedAt: row.observedAt, hash: row.hash, body: row.body, user: row.user, device: row.device, ip: row.ip,
  block: row.block, account: row.account, merchant: row.merchant, from: row.from, to: row.to,
  subject: row.subject, of: row.of, effective: row.effective})

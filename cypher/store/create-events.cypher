// Rows are lists, in the order of eventRow: names would be sent with every row.
UNWIND $rows AS row
CREATE (:Event {key: row[0], seq: row[1], source: row[2], id: row[3], kind: row[4], at: row[5], observedAt: row[6],
  body: row[7], user: row[8], device: row[9], ip: row[10], block: row[11], account: row[12], subject: row[13],
  of: row[14], effective: row[15], said: row[16]})

// Scores a transfer, and judges a payment in the form of PaySim. Needs Node 20 or later:
//   RINGFENCE_URL=http://127.0.0.1:4000 RINGFENCE_KEY=rf_... node examples/clients/score.js
const { RINGFENCE_URL = 'http://127.0.0.1:4000', RINGFENCE_KEY = '' } = process.env;

async function post(path, body, tries = 5) {
  const answer = await fetch(RINGFENCE_URL + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${RINGFENCE_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (answer.ok) return result;
  // Sending the same again is safe: ids make sure that nothing happens twice.
  if (!result.error.retryable || tries === 1)
    throw new Error(`${result.error.code}: ${result.error.message}`);
  const wait = Number(answer.headers.get('retry-after') ?? 1);
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  return post(path, body, tries - 1);
}

const print = (line) => process.stdout.write(`${line}\n`);

const transaction = {
  kind: 'transfer',
  id: 'transfer-1',
  at: '2025-06-01T12:00:00Z',
  from: 'account-1',
  to: 'account-2',
  amount: { minor: 125_000, currency: 'EUR' },
};
const score = await post('/v1/score', { transaction, store: true, explain: true });
print(`${score.decision}, risk ${score.risk}`);
for (const { points, text } of score.reasons) print(`  ${points}: ${text}`);

const payload = {
  type: 'CASH_OUT',
  amount: 10_000,
  oldbalanceOrg: 10_000,
  newbalanceOrig: 0,
  oldbalanceDest: 0,
  newbalanceDest: 0,
};
const { fraud, reason } = await post('/predict', { payload });
print(fraud ? `fraud: ${reason}` : 'no fraud');

import { describe, expect, it } from 'vitest';
import { paysimFacts } from '../../../../src/risk/paysim/paysim-facts.ts';
import { predictPaysim } from '../../../../src/risk/paysim/predict-paysim.ts';

const money = (
  type: string,
  amount: number,
  balances: readonly [number, number, number, number],
  step = 1,
) => ({
  type,
  amount,
  oldbalanceOrg: balances[0],
  newbalanceOrig: balances[1],
  oldbalanceDest: balances[2],
  newbalanceDest: balances[3],
  step,
});

describe('the example cases of seed 004', () => {
  it('1: money that leaves and never arrives is fraud by the black-hole rule, without the model', () => {
    const answer = predictPaysim(money('CASH_OUT', 10_000, [10_000, 0, 0, 0]));
    expect(answer).toMatchObject({
      fraud: true,
      reason: 'black_hole_rule',
      model_used: false,
      model_prob: null,
    });
    expect(answer).not.toHaveProperty('decision_threshold');
    expect(answer.reasons[0].text).toBe(
      '10,000 left the payer (10,000 to 0) and did not arrive: the payee still has 0.',
    );
  });

  it.each([
    ['2: balances that agree', false, money('TRANSFER', 5_000, [10_000, 5_000, 1_000, 6_000], 15)],
    [
      '3: an account drained by a large amount',
      true,
      money('TRANSFER', 180_000, [180_000, 0, 50_000, 230_000], 372),
    ],
    ['4: amount zero', false, money('TRANSFER', 0, [5_000, 5_000, 1_000, 1_000], 24)],
    ['5: more leaves than is sent', true, money('CASH_OUT', 20_000, [50_000, 15_000, 5_000, 25_000], 100)],
  ])('%s', (_, fraud, payload) => {
    const answer = predictPaysim(payload);
    expect(answer).toMatchObject({ fraud, model_used: true, decision_threshold: 0.5 });
    expect(answer).not.toHaveProperty('reason');
    expect(answer.model_prob! >= 0.5).toBe(fraud);
  });
});

it('never takes amount zero for fraud, whatever the model says', () => {
  expect(predictPaysim(money('TRANSFER', 0, [9, 1, 0, 0]), 0.99)).toMatchObject({ fraud: false });
});

it('leaves a model above the threshold that no rule contradicts as it is', () => {
  expect(predictPaysim(money('TRANSFER', 5_000, [10_000, 5_000, 1_000, 6_000]), 0.8)).toMatchObject({
    fraud: true,
    model_prob: 0.8,
  });
});

it('processes an unknown type and says so', () => {
  const answer = predictPaysim(money('INVALID_TYPE', 5_000, [10_000, 5_000, 1_000, 6_000]));
  expect(answer).toMatchObject({ fraud: false, model_used: true });
  expect(answer.warning).toMatch(/type is none of/);
});

it('does not take a payment to a merchant, whose balances PaySim does not keep, for a black hole', () => {
  expect(predictPaysim(money('PAYMENT', 100, [500, 400, 0, 0]))).toMatchObject({ fraud: false });
});

it('counts balance errors in cents', () => {
  const facts = paysimFacts(money('TRANSFER', 0.1, [0.3, 0.2, 0.2, 0.3]));
  expect(facts.get('errorBalanceOrig')).toBe(0);
  expect(facts.get('errorBalanceDest')).toBe(0);
});

it.each([
  ['oldbalanceOrg', { type: 'TRANSFER', amount: 5_000 }],
  ['amount', { ...money('TRANSFER', 1, [1, 1, 1, 1]), amount: NaN }],
  ['amount', { ...money('TRANSFER', 1, [1, 1, 1, 1]), amount: -1 }],
  ['newbalanceDest', { ...money('TRANSFER', 1, [1, 1, 1, 1]), newbalanceDest: 1e300 }],
  ['newbalanceOrig', { ...money('TRANSFER', 1, [1, 1, 1, 1]), newbalanceOrig: '1' }],
  ['type', { ...money('TRANSFER', 1, [1, 1, 1, 1]), type: 7 }],
  ['payload', [1]],
])('refuses a payload whose %s is missing or wrong, naming it', (field, payload) => {
  expect(() => predictPaysim(payload)).toThrow(
    expect.objectContaining({
      code: 'EVENT_INVALID',
      facts: { field },
      message: expect.stringContaining(`'${field}'`),
    }),
  );
});

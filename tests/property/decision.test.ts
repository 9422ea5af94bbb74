import fc from 'fast-check';
import { expect, it } from 'vitest';
import { combine } from '../../src/risk/decision/combine.ts';
import { byLegitimacy } from '../../src/risk/decision/decide.ts';
import { DEFAULT_POLICY } from '../../src/risk/decision/default-policy.ts';
import { shareOut, toHundredths } from '../../src/risk/decision/hundredths.ts';
import { sigmoid } from '../../src/risk/models/logit.ts';
import type { Effect, Rule } from '../../src/risk/rules/rule.ts';
import { firingRule } from '../support/firing-rule.ts';

const points = fc.double({ min: 0.01, max: 100, noNaN: true });
const effect: fc.Arbitrary<Effect> = fc.oneof(
  points.map((raise) => ({ raise })),
  points.map((floor) => ({ floor })),
  fc.record({
    decide: fc.constantFrom('approve' as const, 'review' as const, 'deny' as const),
    floor: points,
  }),
);
const fired: fc.Arbitrary<Rule[]> = fc.array(
  effect.map((one) => firingRule(one)),
  { maxLength: 6 },
);
const share = fc.double({ min: -4, max: 4, noNaN: true });
const model = fc.record({
  shares: fc.array(share, { minLength: 1, maxLength: 40 }).map((list) => Float64Array.from(list)),
  base: fc.double({ min: -8, max: 2, noNaN: true }),
  slope: fc.double({ min: 0.2, max: 3, noNaN: true }),
});

function opinionOf({ shares, base, slope }: { shares: Float64Array; base: number; slope: number }) {
  return {
    shares,
    base,
    margin: base + shares.reduce((sum, one) => sum + one, 0),
    features: Array.from(shares, (_, i) => `f${i}`),
    riskOf: (margin: number) => 100 * sigmoid(slope * margin),
  };
}

const facts = new Map<string, number>();

it('gives base and reasons that add up to the risk, to the hundredth', () => {
  fc.assert(
    fc.property(model, fired, fc.integer({ min: 0, max: 15 }), (given, rules, most) => {
      const opinion = combine({ model: opinionOf(given), prior: 0, fired: rules, facts, most }, true);
      const sum = opinion.reasons!.reduce(
        (all, one) => all + toHundredths(one.points),
        toHundredths(opinion.base),
      );
      expect(sum).toBe(toHundredths(opinion.risk));
      expect(opinion.risk).toBeGreaterThanOrEqual(0);
      expect(opinion.risk).toBeLessThanOrEqual(100);
    }),
  );
});

it('gives each feature its share of the way, within a hundredth and a half', () => {
  fc.assert(
    fc.property(model, (given) => {
      const opinion = opinionOf(given);
      const way = opinion.margin - opinion.base;
      fc.pre(Math.abs(way) > 1e-3);
      const factor = (opinion.riskOf(opinion.margin) - opinion.riskOf(opinion.base)) / way;
      const { reasons } = combine({ model: opinion, prior: 0, fired: [], facts, most: 100 }, true);
      for (const { name, points } of reasons!)
        expect(Math.abs(points - given.shares[Number(name.slice(1))] * factor)).toBeLessThan(0.02);
    }),
  );
});

it('never lowers a risk by a rule, and another rule never lowers it either', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fired, effect, (prior, rules, extra) => {
      const risk = (list: readonly Rule[]): number =>
        combine({ model: null, prior, fired: list, facts }, false).risk;
      expect(toHundredths(risk(rules))).toBeGreaterThanOrEqual(toHundredths(prior));
      expect(risk([...rules, firingRule(extra, 'x')])).toBeGreaterThanOrEqual(risk(rules));
    }),
  );
});

it('rises with what the model says, whatever rules fire', () => {
  fc.assert(
    fc.property(model, fc.double({ min: 0, max: 5, noNaN: true }), fired, (given, more, rules) => {
      const opinion = opinionOf(given);
      const risk = (margin: number): number =>
        combine({ model: { ...opinion, margin }, prior: 0, fired: rules, facts }, false).risk;
      expect(risk(opinion.margin + more)).toBeGreaterThanOrEqual(risk(opinion.margin));
    }),
  );
});

it('gives the same risk explained or not', () => {
  fc.assert(
    fc.property(model, fired, (given, rules) => {
      const input = { model: opinionOf(given), prior: 0, fired: rules, facts };
      expect(combine(input, true).risk).toBe(combine(input, false).risk);
    }),
  );
});

it('is never milder at a higher risk', () => {
  const harshness = { approve: 0, review: 1, deny: 2 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }), (a, b) => {
      const of = (hundredths: number): number => harshness[byLegitimacy(hundredths / 100, DEFAULT_POLICY)];
      expect(of(Math.max(a, b))).toBeGreaterThanOrEqual(of(Math.min(a, b)));
    }),
  );
});

it('shares out a whole among parts, each within one hundredth', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 }),
      (parts) => {
        const wanted = Math.round(parts.reduce((sum, one) => sum + one, 0) * 100) + 0;
        const shared = shareOut(parts, wanted);
        expect(shared.reduce((sum, one) => sum + one, 0)).toBe(wanted);
        for (const [i, one] of parts.entries())
          expect(Math.abs(shared[i] - one * 100)).toBeLessThanOrEqual(1.0001);
      },
    ),
  );
});

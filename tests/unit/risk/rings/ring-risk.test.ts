import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ringRisk, withRisk } from '../../../../src/risk/rings/ring-risk.ts';
import { formRings } from '../../../../src/rings/form-rings.ts';
import { makeFinding } from '../../../support/ring-findings.ts';

const finding = (id: string, detector: string, strength: number, more = {}) =>
  makeFinding({ id, detector, strength, members: ['u1', 'u2', 'd1:identifier'], ...more });

describe('the risk of a ring', () => {
  it('is the strength of its strongest finding when all are of one line', () => {
    const { risk, reasons } = ringRisk([
      finding('a', 'kiting-cycle', 4_000),
      finding('b', 'mule-network', 6_000),
      finding('c', 'round-trip', 2_000),
    ]);
    expect(risk).toBe(60);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({
      line: 'money',
      points: 60,
      text: 'mule-network of 2, strength 0.60 and 2 more',
      findings: ['b', 'a', 'c'],
      nodes: [
        { type: 'User', id: 'u1' },
        { type: 'User', id: 'u2' },
        { type: 'Device', id: 'd1' },
      ],
      events: [['s', 'e']],
    });
  });

  it('is that of lines which are independent, and the stronger has more of the points', () => {
    const { risk, reasons } = ringRisk([
      finding('a', 'device-sharing', 5_000),
      finding('b', 'ip-recycling', 7_500),
    ]);
    expect(risk).toBe(87.5);
    // -ln(1/4) is twice -ln(1/2).
    expect(reasons.map(({ line, points }) => [line, points])).toEqual([
      ['address', 58.33],
      ['device', 29.17],
    ]);
  });

  it('counts what binds only beside another by half', () => {
    expect(ringRisk([finding('a', 'shared-identity', 6_000)]).risk).toBe(30);
    expect(ringRisk([finding('a', 'device-sharing', 6_000, { binds: 'established' })]).risk).toBe(30);
    expect(ringRisk([finding('a', 'device-sharing', 6_000)]).risk).toBe(60);
  });

  it('is never certain', () => {
    expect(ringRisk([finding('a', 'device-sharing', 10_000)]).risk).toBe(99);
  });

  it('is filled in where rings are kept', () => {
    const findings = [finding('a', 'device-sharing', 5_000), finding('b', 'co-sharing', 5_000)];
    expect(withRisk(formRings(findings).rings, findings).map(({ risk }) => risk)).toEqual([75]);
  });
});

test('points add up to the risk, whatever the findings and their order, and one more finding never lowers it', () => {
  const aFinding = fc.record({
    detector: fc.constantFrom(
      'device-sharing',
      'ip-recycling',
      'co-sharing',
      'shared-identity',
      'round-trip',
      'bust-out',
    ),
    strength: fc.integer({ min: 0, max: 10_000 }),
    circumstantial: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(aFinding, { minLength: 1, maxLength: 12 }), fc.nat(), (sketches, turn) => {
      const findings = sketches.map((sketch, i) =>
        makeFinding({ id: `f${i}`, members: ['u1', 'u2'], ...sketch }),
      );
      const given = ringRisk(findings);
      const sum = given.reasons.reduce((total, { points }) => total + Math.round(points * 100), 0);
      expect(sum).toBe(Math.round(given.risk * 100));
      expect(given.reasons.every(({ points }) => points >= 0)).toBe(true);
      expect(given.risk).toBeGreaterThanOrEqual(0);
      expect(given.risk).toBeLessThanOrEqual(100);
      const start = turn % findings.length;
      expect(ringRisk([...findings.slice(start), ...findings.slice(0, start)])).toEqual(given);
      expect(ringRisk(findings.slice(1)).risk).toBeLessThanOrEqual(given.risk);
    }),
  );
});

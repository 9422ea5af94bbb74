import { expect, it } from 'vitest';
import { cli, scratchFolder } from '../support/cli.ts';

interface Attack {
  readonly ordinary: Record<string, number>;
  readonly attack: Record<string, number>;
  readonly scores: readonly {
    readonly risk: number;
    readonly decision: string;
    readonly base: number;
    readonly reasons: readonly {
      readonly name: string;
      readonly points: number;
      readonly evidence: { readonly nodes: readonly { readonly type: string; readonly id: string }[] };
    }[];
  }[];
}

it('flags every payment of the attack with reasons that add up, and leaves ordinary people alone', async () => {
  const result = await cli(scratchFolder(), ['demo', 'attack', '--json']);
  expect([result.code, result.err]).toEqual([0, '']);
  const { ordinary, attack, scores } = result.json<Attack & Record<string, never>>();
  expect(attack).toMatchObject({ scored: 12, approve: 0 });
  expect(ordinary.deny).toBe(0);
  expect(ordinary.approve).toBeGreaterThan(0.9 * ordinary.scored);
  for (const { risk, base, reasons, decision } of scores) {
    expect(['review', 'deny']).toContain(decision);
    const sum = reasons.reduce((all, { points }) => all + Math.round(points * 100), Math.round(base * 100));
    expect(sum).toBe(Math.round(risk * 100));
  }
  const names = new Set(scores.flatMap(({ reasons }) => reasons.map(({ name }) => name)));
  for (const rule of ['impossible_travel', 'velocity_5m', 'takeover']) expect(names).toContain(rule);
  const device = { type: 'Device', id: 'device-of-the-thief' };
  expect(scores[0].reasons.flatMap(({ evidence }) => evidence.nodes)).toContainEqual(device);
});

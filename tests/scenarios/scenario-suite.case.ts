import { describe, expect, test } from 'vitest';
import { expectationOf, hubText, loadScenarios, memberText, type Engine } from '../support/scenario.ts';

/** Runs every scenario file through an engine. */
export function testScenarios(name: string, engine: Engine): void {
  describe(name, () => {
    for (const scenario of loadScenarios()) {
      test(scenario.title, async () => {
        const { events, selection, asOf } = scenario;
        const result = await engine(events, { ...selection, asOf });
        const found = result.findings.map((finding) => expectationOf(finding, scenario.findings));
        expect(found.toSorted(byFind)).toEqual(scenario.findings.toSorted(byFind));
        expect(result.rings.map(({ members }) => memberText(members)).toSorted()).toEqual(
          scenario.rings.toSorted(),
        );
        if (scenario.hubs) expect(result.hubs.map(hubText).toSorted()).toEqual(scenario.hubs.toSorted());
      });
    }
  });
}

function byFind(a: { find: string; crossed: string }, b: { find: string; crossed: string }): number {
  const [x, y] = [`${a.find} ${a.crossed}`, `${b.find} ${b.crossed}`];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

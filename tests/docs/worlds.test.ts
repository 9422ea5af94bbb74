import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { WORLD_DEFAULTS } from '../../src/generator/world.ts';
import { complaint, judge } from '../../tools/worlds/judge.ts';
import { measureWorld } from '../../tools/worlds/measure-world.ts';
import { worldPage, type MeasuredWorlds } from '../../tools/worlds/world-page.ts';
import { PLOTS } from '../../tools/worlds/world-plots.ts';
import { ROOT } from './markdown.ts';

const PAGE = join(ROOT, 'docs/worlds-measured.md');
const stored = JSON.parse(
  readFileSync(join(ROOT, 'docs/data/worlds-measured.json'), 'utf8'),
) as MeasuredWorlds;
const AGAIN = 'run node tools/worlds/measure.ts --page';

describe('docs/worlds-measured.md', () => {
  it('says what is stored of the measurements', async () => {
    const page = await format(worldPage(stored), { ...(await resolveConfig(PAGE)), filepath: PAGE });
    expect(readFileSync(PAGE, 'utf8') === page, AGAIN).toBe(true);
  });

  it('has the plots of the stored measurements', () => {
    for (const { name, draw } of PLOTS) {
      const file = join(ROOT, `docs/images/worlds-${name}.svg`);
      expect(
        existsSync(file) && readFileSync(file, 'utf8') === draw(stored.worlds),
        `${name}: ${AGAIN}`,
      ).toBe(true);
    }
  });

  it('was made from worlds that met their targets or missed them where that is known', () => {
    for (const world of Object.values(stored.worlds))
      expect(
        judge(world)
          .filter(({ verdict }) => verdict === 'drifted')
          .map(complaint),
        world.options.level,
      ).toEqual([]);
  });
});

describe('the distributions of a world of 6,000 users', () => {
  it.each(['easy', 'typical'] as const)('have not left their targets on level %s', (level) => {
    const world = measureWorld({ ...WORLD_DEFAULTS, level, users: 6_000, seed: 1 });
    expect(
      judge(world)
        .filter(({ verdict }) => verdict === 'drifted')
        .map(complaint),
    ).toEqual([]);
  });

  it('would be told if one drifted', () => {
    const { options, readings } = stored.worlds.typical!;
    const two = readings['usersPerDevice.2'];
    const drifted = { ...readings, 'usersPerDevice.2': { ...two, value: 2 * two.value } };
    expect(judge({ options, readings: drifted }).filter(({ verdict }) => verdict === 'drifted')).toHaveLength(
      1,
    );
    const unmeasured = { ...readings, giantComponent: { value: NaN } };
    expect(
      judge({ options, readings: unmeasured }).filter(({ verdict }) => verdict === 'drifted'),
    ).toHaveLength(1);
  });
});

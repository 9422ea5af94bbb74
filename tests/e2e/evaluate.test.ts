import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';

interface Report {
  readonly precision: number;
  readonly recall: number;
  readonly foundRings: number;
  readonly trueRings: number;
  readonly matched: readonly unknown[];
  readonly missed: readonly unknown[];
  readonly falseRings: readonly unknown[];
  readonly budget: readonly { perDay: number | null; alerts: number; recall: { part: number } }[];
  readonly time: { readonly rings: readonly unknown[]; readonly timed: number };
  readonly loss: { readonly total: number };
  readonly world: { readonly people: number; readonly days: number };
}

describe('evaluate', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-evaluate-'));
    const seed = ['seed', '--users', '600', '--fraud-rate', '0.05', '--seed', '3', '--level', 'easy'];
    expect((await cli(folder, [...seed, '--truth', 'truth.json'])).code).toBe(0);
    expect((await cli(folder, ['detect', '--save'])).code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives one JSON document whose figures agree with one another', async () => {
    const result = await cli(folder, ['evaluate', '--truth', 'truth.json', '--json']);
    expect([result.code, result.err]).toEqual([0, '']);
    const report = result.json<Report & Record<string, never>>();
    const { rings } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as { rings: unknown[] };
    expect(report.trueRings).toBe(rings.length);
    expect(report.matched.length + report.missed.length).toBe(report.trueRings);
    expect(report.matched.length + report.falseRings.length).toBe(report.foundRings);
    expect(report.precision).toBe(report.matched.length / report.foundRings);
    expect(report.recall).toBe(report.matched.length / report.trueRings);
    expect(report.budget.map(({ perDay }) => perDay)).toEqual([1, 3, 10, 30, 100, null]);
    expect(report.budget.at(-1)).toMatchObject({
      alerts: report.foundRings,
      recall: { part: report.matched.length },
    });
    expect(report.world).toMatchObject({ people: 600, days: 90 });
    expect(report.time.rings).toHaveLength(report.trueRings);
    expect(report.time.timed).toBeGreaterThan(0);
    expect(report.loss.total).toBeGreaterThan(0);
  });

  it('prints few lines, and writes a page when asked', async () => {
    const result = await cli(folder, ['evaluate', '--truth', 'truth.json', '--html', 'out/page.html']);
    expect([result.code, result.err]).toEqual([0, '']);
    expect(result.out).toMatch(/^precision [\d.]+ % \(/);
    expect(result.out).toMatch(/^budget +alerts/m);
    expect(result.out).toMatch(/^Time from the third member's act: median/m);
    expect(result.out).toContain('Written with plots to out/page.html.');
    expect(result.out.split('\n').length).toBeLessThan(60);
    const page = readFileSync(join(folder, 'out/page.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    const json = await cli(folder, ['evaluate', '--truth', 'truth.json', '--html', 'again.html', '--json']);
    expect(json.json<Record<string, never>>()).toHaveProperty('precision');
    expect(readFileSync(join(folder, 'again.html'), 'utf8')).toBe(page);
  });

  it('takes a truth from elsewhere, and names what it cannot read', async () => {
    writeFileSync(join(folder, 'other.json'), '{"rings":[{"members":[{"type":"user","id":"nobody"}]}]}');
    const other = await cli(folder, ['evaluate', '--truth', 'other.json', '--json']);
    expect(other.json<Report & Record<string, never>>()).toMatchObject({
      trueRings: 1,
      recall: 0,
      matched: [],
    });
    writeFileSync(join(folder, 'bad.json'), '{"rings":[{"members":[{"type":"User"}]}]}');
    const bad = await cli(folder, ['evaluate', '--truth', 'bad.json']);
    expect([bad.code, bad.out]).toEqual([1, '']);
    expect(bad.err).toContain('bad.json: rings[0].members[0].id is nothing, not an id');
    const gone = await cli(folder, ['evaluate', '--truth', 'gone.json']);
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('gone.json: cannot be read')]);
    const unwritable = await cli(folder, [
      'evaluate',
      '--truth',
      'truth.json',
      '--html',
      'truth.json/page.html',
    ]);
    expect([unwritable.code, unwritable.err]).toEqual([1, expect.stringContaining('cannot be written')]);
  });

  it('says in its help what a truth file is', async () => {
    const help = await cli(folder, ['evaluate', '--help']);
    expect(help.out).toContain('--html <file>');
    expect(help.out).toContain('"lookalikes"');
    expect((await cli(folder, ['evaluate', '--html', 'page.html'])).code).toBe(2);
  });
});

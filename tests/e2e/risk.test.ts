import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, type CliResult } from '../support/cli.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = tempFolder();
const run = (...args: readonly string[]): Promise<CliResult> => cli(folder, args);
const good = async (...args: readonly string[]): Promise<CliResult> => {
  const result = await run(...args);
  expect([result.code, result.err], args.join(' ')).toEqual([0, '']);
  return result;
};

interface Scores {
  readonly champion: string | null;
  readonly scores: readonly {
    readonly event: { readonly id: string };
    readonly risk: number;
    readonly base: number;
    readonly decision: string;
    readonly by: string;
    readonly reasons: readonly { readonly name: string; readonly points: number }[] | null;
    readonly shadow: { readonly model: string } | null;
  }[];
}

const LINES = [
  {
    id: 'r',
    kind: 'reference',
    at: '2025-04-01T09:00:00Z',
    subject: { type: 'Merchant', id: 'm' },
    merchantRisk: 95,
  },
  {
    id: 'p',
    kind: 'payment',
    at: '2025-04-01T10:00:00Z',
    account: 'new',
    user: 'new',
    merchant: 'm',
    amount: { minor: 500, currency: 'USD' },
  },
  {
    id: 'hole',
    kind: 'transfer',
    at: '2025-04-01T11:00:00Z',
    from: 'A',
    to: 'B',
    amount: { minor: 1_000_000, currency: 'USD' },
    balances: { fromBefore: 1_000_000, fromAfter: 0, toBefore: 0, toAfter: 0 },
  },
  {
    id: 'zero',
    kind: 'transfer',
    at: '2025-04-01T12:00:00Z',
    from: 'A',
    to: 'B',
    amount: { minor: 0, currency: 'USD' },
  },
];

beforeAll(async () => {
  writeFileSync(join(folder, 'new.ndjson'), LINES.map((line) => JSON.stringify(line)).join('\n'));
  await good('seed', '--users', '700', '--fraud-rate', '0.08', '--seed', '5', '--json');
});

describe('risk on the command line', () => {
  it('scores by rules alone while there is no model, and decides what rules decide', async () => {
    const { champion, scores } = (await good('score', 'new.ndjson', '--json', '--explain')).json<
      Scores & Record<string, never>
    >();
    expect(champion).toBeNull();
    const byId = new Map(scores.map((score) => [score.event.id, score]));
    expect(byId.get('hole')).toMatchObject({ decision: 'deny', by: 'black_hole_rule' });
    expect(byId.get('zero')).toMatchObject({ decision: 'approve', by: 'zero_amount' });
    expect(byId.get('p')!.reasons!.map(({ name }) => name)).toEqual(['merchant_risk']);
  });

  it('trains, lists, scores with a challenger beside, promotes and rolls back', async () => {
    const first = (await good('train', '--model', 'isolation-forest', '--json')).json<
      { run: { id: string }; stage: string } & Record<string, never>
    >();
    const second = (await good('train', '--param', 'trees=40', '--json')).json<typeof first>();
    expect([first.stage, second.stage]).toEqual(['champion', 'challenger']);
    const { champion, scores } = (await good('score', 'new.ndjson', '--json', '--explain', '--save')).json<
      Scores & Record<string, never>
    >();
    expect(champion).toBe(first.run.id);
    for (const { risk, base, reasons, shadow } of scores) {
      const sum = reasons!.reduce(
        (all, { points }) => all + Math.round(points * 100),
        Math.round(base * 100),
      );
      expect(sum).toBe(Math.round(risk * 100));
      expect(shadow!.model).toBe(second.run.id);
    }
    await good('models', 'promote', second.run.id.slice(0, 8));
    const promoted = (await good('models', '--json')).json<
      { champion: string; models: readonly { checksum: string }[] } & Record<string, never>
    >();
    expect(promoted.champion).toBe(second.run.id);
    expect(promoted.models.map(({ checksum }) => checksum.length)).toEqual([64, 64]);
    const back = (await good('models', 'rollback', '--json')).json<
      { champion: string } & Record<string, never>
    >();
    expect(back.champion).toBe(first.run.id);
  });

  it('evaluates by the labels of the store: ablation, alerts, calibration, and no ring on both sides', async () => {
    const report = (await good('evaluate', '--json', '--plot', 'plots/pr.svg')).json<
      {
        ablation: readonly {
          features: string;
          averagePrecision: { low: number; high: number };
          curve: readonly { recall: number; precision: number }[];
        }[];
        ringsOnBothSides: number;
        notes: readonly string[];
        alerts: readonly unknown[];
        calibration: { bands: readonly unknown[] };
        fairness: {
          from: number;
          groups: readonly { trait: string; group: string; transactions: number; falseAlerts: number }[];
        };
      } & Record<string, never>
    >();
    expect(report.ablation.map(({ features }) => features)).toEqual([
      'transaction',
      'graph',
      'both',
      'both+rules',
    ]);
    expect(report.ringsOnBothSides).toBe(0);
    expect(report.notes.join(' ')).toMatch(/presumed legitimate/);
    expect(report.alerts.length).toBeGreaterThan(3);
    expect(report.calibration.bands).toHaveLength(4);
    expect(report.alerts[0]).toHaveProperty('memberOverlap');
    const { from, groups } = report.fairness;
    expect(from).toBe(30);
    for (const trait of ['account age', 'earlier transactions', 'address', 'country of address', 'age'])
      expect(
        groups.filter((line) => line.trait === trait && line.transactions > 0).length,
        trait,
      ).toBeGreaterThan(1);
    expect(groups.every(({ falseAlerts, transactions }) => falseAlerts <= transactions)).toBe(true);
    expect(report.ablation.every(({ curve }) => curve.at(-1)?.recall === 1)).toBe(true);
    const plot = readFileSync(join(folder, 'plots/pr.svg'), 'utf8');
    expect(plot).toMatch(/^<svg/);
    for (const { features } of report.ablation) expect(plot).toContain(`${features} (`);
  });

  it('says plainly when there are no labels', async () => {
    await good('import', 'events', 'new.ndjson', '--store', 'sqlite:bare.db');
    for (const args of [['train'], ['evaluate']]) {
      const result = await run(...args, '--store', 'sqlite:bare.db');
      expect(result.code).toBe(1);
      expect(result.err).toMatch(/no label that says fraud/);
    }
  });

  it('backtests other options: rings gained and lost, and what it costs in alerts', async () => {
    const report = (
      await good(
        'backtest',
        '--set',
        'device-sharing.minUsers=2',
        '--set',
        'device-sharing.window=90d',
        '--json',
      )
    ).json<
      {
        before: { rings: number };
        after: { rings: number; findings: number };
        gained: readonly unknown[];
        lost: readonly unknown[];
        kept: number;
      } & Record<string, never>
    >();
    expect(report.after.rings).toBe(report.kept + report.gained.length);
    expect(report.before.rings).toBeLessThanOrEqual(report.kept + report.lost.length);
    const same = (await good('backtest', '--set', 'kiting-cycle.minAmount=0', '--json')).json<
      typeof report
    >();
    expect([same.gained, same.lost]).toEqual([[], []]);
  });

  it('keeps rules as drafts, and decides by them once they are live', async () => {
    const rules = (await good('rules', 'show')).json<
      { version: number; rules: unknown[] } & Record<string, never>
    >();
    const mine = {
      id: 'mine',
      about: 'A test.',
      source: 'test',
      when: { feature: 'kind', is: '=', value: 'payment' },
      effect: { decide: 'review', floor: 42 },
      reason: '{amount_shown} by {kind}.',
    };
    const next = { ...rules, version: 2, rules: [mine] };
    writeFileSync(join(folder, 'rules.json'), JSON.stringify(next));
    await good('rules', 'check', 'rules.json');
    await good('rules', 'draft', 'rules.json');
    const decided = async (): Promise<string> => {
      const { scores } = (await good('score', 'new.ndjson', '--json')).json<Scores & Record<string, never>>();
      return scores.find(({ event }) => event.id === 'p')!.by;
    };
    expect(await decided()).not.toBe('mine');
    await good('rules', 'publish', 'default@2');
    expect(await decided()).toBe('mine');
    const again = await run('rules', 'draft', 'rules.json');
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/default@2 is live/)]);
    writeFileSync(
      join(folder, 'wrong.yaml'),
      'format: ringfence-rules\nname: x\nversion: 1\nrules: [{id: a}]\n',
    );
    const wrong = await run('rules', 'check', 'wrong.yaml', '--json');
    expect(JSON.parse(wrong.err).error).toMatchObject({ code: 'RULES_INVALID' });
  });

  it('names file, line and field of what it cannot score', async () => {
    writeFileSync(
      join(folder, 'bad.ndjson'),
      `${JSON.stringify(LINES[1])}\n${JSON.stringify({ ...LINES[1], id: 'q', amount: { minor: 'NaN', currency: 'USD' } })}\n`,
    );
    const result = await run('score', 'bad.ndjson', '--json');
    expect(result.code).toBe(1);
    expect(JSON.parse(result.err).error).toMatchObject({
      code: 'EVENT_INVALID',
      line: 2,
      field: 'amount.minor',
    });
  });

  it.each([
    [['train', '--smote'], /--smote and --tune are for/],
    [['train', '--param', 'trees'], /wanted name=value/],
    [['models', 'promote'], /needs an id/],
    [['evaluate', '--html', 'x.html'], /--truth FILE/],
    [['evaluate', '--truth', 't.json', '--model', 'gbdt'], /leave out --truth/],
    [['evaluate', '--truth', 't.json', '--plot', 'p.svg'], /leave out --truth/],
    [['backtest'], /--set/],
  ])('refuses %j as wrong usage', async (args, message) => {
    const result = await run(...args);
    expect(result.code).toBe(2);
    expect(result.err).toMatch(message);
  });
});

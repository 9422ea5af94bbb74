import { expect, it } from 'vitest';
import { ladderPage, ladderPlot } from '../../../benchmarks/ladder-page.ts';
import { falseKind, poolRuns, type LadderRun } from '../../../benchmarks/ladder-results.ts';

function run(seed: number, change: Partial<LadderRun> = {}): LadderRun {
  return {
    level: 'typical',
    rate: 0.01,
    seed,
    users: 10_000,
    code: 'abc',
    events: 1,
    seconds: 1,
    peakMegabytes: 1,
    foundRings: 8,
    trueRings: 10,
    matched: 7,
    giants: 1,
    fragments: 0,
    kinds: [{ kind: 'kiting', rings: 4, matched: 3 }],
    lookalikes: [{ kind: 'netting', blamed: 2, innocents: 50 }],
    falseRings: { netting: 1 },
    alerts: [
      { perDay: 10, alerts: 4, matched: 3, innocents: 1, loss: 1_000, lossTaken: 500 },
      { perDay: 30, alerts: 6, matched: 5, innocents: 2, loss: 1_000, lossTaken: 700 },
      { perDay: null, alerts: 8, matched: 7, innocents: 5, loss: 1_000, lossTaken: 800 },
    ],
    times: { hours: [3, 50], loss: 900, preventable: 450, found: 7, beforeLabel: 6 },
    ...change,
  };
}

const results = {
  commit: '0123456789abcdef',
  cpu: 'a processor',
  node: 'v24',
  runs: [
    run(101),
    run(102, { foundRings: 2, trueRings: 10, matched: 0, kinds: [], falseRings: { netting: 1, others: 1 } }),
    run(101, { level: 'easy', rate: 0.05, users: 5_000, code: 'def' }),
  ],
};

it('adds the counts of the worlds of a level and rate up before it takes shares', () => {
  const [easy, typical] = poolRuns(results.runs);
  expect(easy).toMatchObject({ level: 'easy', worlds: 1, precision: { part: 7, whole: 8 } });
  expect(typical).toMatchObject({
    worlds: 2,
    giants: 2,
    precision: { part: 7, whole: 10, share: 0.7 },
    recall: { part: 7, whole: 20, share: 0.35 },
    kinds: [{ kind: 'kiting', recall: { part: 3, whole: 4 } }],
    blame: [{ kind: 'netting', rate: { part: 4, whole: 100 } }],
    falseRings: [
      { kind: 'netting', rings: 2 },
      { kind: 'others', rings: 1 },
    ],
  });
});

it('adds up what came of budgets and when rings were found', () => {
  const [, typical] = poolRuns(results.runs);
  expect(typical.budgets![0]).toMatchObject({
    perDay: 10,
    precision: { part: 6, whole: 8 },
    loss: { share: 0.5 },
    innocents: 2,
  });
  expect(typical.time).toMatchObject({
    medianHours: 3,
    preventable: { share: 0.5 },
    beforeLabel: { part: 12, whole: 14 },
  });
  expect(ladderPage(results)).toContain(
    '| typical | 1 % | 0.750 | 50 % | 0.833 | 70 % | 80 % | 10 | 3.0 | 50 % | 85.7 % |',
  );
});

it('says of a found ring that is none what most of its people are', () => {
  const lookalikes = [
    { kind: 'office', blamed: 2 },
    { kind: 'kiosk', blamed: 3 },
  ];
  const ring = { ring: 'r', blamed: 6, perpetrators: 1, lookalikes };
  expect(falseKind(ring)).toBe('kiosk');
  expect(falseKind({ ...ring, perpetrators: 4 })).toBe('perpetrators');
  expect(falseKind({ ...ring, blamed: 7 })).toBe('others');
});

it('writes a page with a row for each cell, says so when code differs, and draws the same plot twice', () => {
  const page = ladderPage(results);
  expect(page).toContain('| typical | 1 % | 2 x 10,000 | 20 | 10 | 0.700 (0.40 to 0.89) | 0.95 | 0.350 ');
  expect(page).toContain('not all run with the same code');
  expect(ladderPage({ ...results, runs: results.runs.slice(0, 2) })).not.toContain('not all run');
  expect(ladderPlot(results)).toBe(ladderPlot(results));
  expect(ladderPlot(results)).toContain('typical, 1 %');
});

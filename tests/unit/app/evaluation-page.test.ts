import { describe, expect, test } from 'vitest';
import { evaluationPage } from '../../../src/app/evaluation-page.ts';
import { compareRings } from '../../../src/rings/evaluation/compare-rings.ts';
import { evaluate, type EvaluationReport } from '../../../src/rings/evaluation/evaluate.ts';
import type { RingActivity } from '../../../src/rings/evaluation/ring-acts.ts';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { elements, readMarkup } from '../../support/check-markup.ts';
import { makeFinding } from '../../support/ring-findings.ts';
import { foundRing, membersOf, trueRing, truthOf } from '../../support/true-rings.ts';

const HOSTILE = '<img src=x onerror="alert(1)">&\u0007';

function report(level: string | null = 'typical'): EvaluationReport {
  const found = [
    foundRing('f', 'u1 u2 u3', { formedAt: 5 * HOUR, strength: 7, findings: ['f1'] }),
    foundRing('g', 'u8 u9', { formedAt: DAY }),
  ];
  const truth = truthOf(
    [trueRing('t', 'u1:organiser u2 u3 u7:victim'), trueRing(HOSTILE, 'u4 u5 u6', HOSTILE)],
    [{ kind: HOSTILE, members: membersOf('u8 u10') }],
  );
  const activity: RingActivity = {
    rings: truth.rings.map(() => ({
      firstActs: [0, 1, 2].map((hour, i) => ({ actor: `User\0u${i}`, at: hour * HOUR })),
      outflows: [{ at: 6 * HOUR, minor: 500, currency: 'EUR' }],
      startKnown: true,
      labelKnownAt: 9 * HOUR,
    })),
    from: 0,
    to: 10 * DAY,
  };
  const findings = [makeFinding({ id: 'f1', members: ['u1', 'u2', 'u3', 'u8'] })];
  return evaluate({
    comparison: compareRings(found, truth),
    findings,
    activity,
    loners: ['u20'],
    people: 30,
    level,
  });
}

describe('the page of an evaluation', () => {
  const page = evaluationPage(report());
  const root = readMarkup(page);

  test('is well-formed, says its language and has one main heading', () => {
    expect(elements(root, 'html')[0].attributes.get('lang')).toBe('en');
    expect(elements(root, 'h1')).toHaveLength(1);
    expect(elements(root, 'h2').map(({ text }) => text)).toEqual([
      'Summary',
      'Ring match',
      'Roles',
      'Blame of innocents',
      'Alert budget',
      'Time to detection',
    ]);
  });

  test('has a table with a caption and scopes beside each chart, and ids that are there once', () => {
    const figures = elements(root, 'figure');
    expect(figures.map(({ attributes }) => attributes.get('id'))).toEqual([
      'chart-kinds',
      'chart-blame',
      'chart-budget',
      'chart-time',
    ]);
    for (const figure of figures) {
      expect(elements(figure, 'svg')).toHaveLength(1);
      expect(elements(figure, 'table')).toHaveLength(1);
      expect(elements(figure, 'tr').length).toBeGreaterThan(1);
    }
    for (const table of elements(root, 'table')) {
      expect(elements(table, 'caption')).toHaveLength(1);
      for (const head of elements(table, 'th')) expect(head.attributes.get('scope')).toMatch(/^(row|col)$/);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('needs nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<iframe|<img|<[^>]*\b(src|href|on\w+)=|@import|url\((?!#)/);
    const addresses = new Set(page.match(/https?:\/\/[^\s"'<)]+/g));
    expect([...addresses]).toEqual(['http://www.w3.org/2000/svg']);
    expect(page).toContain(`content="default-src 'none'`);
  });

  test('shows names from outside as text', () => {
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;\uFFFD');
    expect(page).not.toContain('\u0007');
  });

  test('shows the figures of the report', () => {
    const [summary] = elements(root, 'table');
    expect(elements(summary, 'tr').map((row) => row.children.map(({ text }) => text).slice(0, 2))).toEqual([
      ['figure', 'value'],
      ['precision over rings', '50%'],
      ['recall over rings', '50%'],
      ['median hours to detection', '3'],
      ['loss still preventable then', '100%'],
      ['found before a label was known', '100%'],
    ]);
    expect(summary.text).toContain('95%');
    expect(evaluationPage(report('unheard of'))).not.toContain('<td>95%</td>');
  });

  test('is the same text for the same report', () => {
    expect(evaluationPage(report())).toBe(page);
  });

  test('can be made of nothing', () => {
    const nothing = evaluate({
      comparison: compareRings([], truthOf([])),
      findings: [],
      activity: { rings: [], from: null, to: null },
      loners: [],
      people: 0,
      level: null,
    });
    expect(JSON.stringify(nothing)).not.toMatch(/NaN|Infinity/);
    expect(readMarkup(evaluationPage(nothing)).text).not.toMatch(/NaN|undefined|Infinity/);
  });
});

import { expect, it } from 'vitest';
import { ScoreBook } from '../../../src/app/serving/score-book.ts';
import type { Score } from '../../../src/app/serving/score.ts';

function score(id: string, user: string, accounts: readonly string[], risk = 1): Score {
  return {
    event: ['s', id],
    at: 0,
    user,
    accounts,
    amount: { minor: 1, currency: 'EUR' },
    risk,
    legitimacy: 1 - risk / 100,
    decision: 'approve',
    by: 'legitimacy',
    run: null,
    modelRisk: null,
    base: null,
    reasons: null,
    expectedCost: null,
    shadow: null,
  };
}

const idsOf = (scores: readonly Score[]): string[] => scores.map(({ event }) => event[1]);

it('finds scores by transaction, user and account, newest first', () => {
  const book = new ScoreBook('s');
  book.add(score('1', 'u', ['a', 'b']), null);
  book.add(score('2', 'v', ['b', 'c']), null);
  book.add(score('3', 'u', ['a', 'c']), null);
  expect(book.ofEvent(['s', '2'])?.user).toBe('v');
  expect(book.ofEvent(['t', '2'])).toBeNull();
  expect(idsOf(book.latestOf('User', 'u'))).toEqual(['3', '1']);
  expect(idsOf(book.latestOf('Account', 'b'))).toEqual(['2', '1']);
  expect(book.latestOf('Account', 'u')).toEqual([]);
  expect(book.list().map(({ score: { event } }) => event[1])).toEqual(['3', '2', '1']);
  expect(book.feed.head).toBe(0);
});

it('forgets the eldest, everywhere, and a transaction that is scored again has its newest score', () => {
  const book = new ScoreBook('s', 3);
  for (const id of ['1', '2', '3']) book.add(score(id, 'u', ['a']), null);
  book.add(score('1', 'u', ['a'], 50), null);
  expect(book.size).toBe(3);
  expect(idsOf(book.latestOf('User', 'u'))).toEqual(['1', '3', '2']);
  book.add(score('4', 'w', ['z']), null);
  expect([book.ofEvent(['s', '2']), book.ofEvent(['s', '1'])?.risk]).toEqual([null, 50]);
  expect(idsOf(book.latestOf('Account', 'a'))).toEqual(['1', '3']);
  for (const id of ['5', '6', '7']) book.add(score(id, 'w', ['z']), null);
  expect(book.latestOf('User', 'u')).toEqual([]);
});

it('remembers the last twenty of one user, and tells of what is new only', () => {
  const book = new ScoreBook('s');
  for (let i = 0; i < 30; i++) book.add(score(String(i), 'u', ['a']), i % 2 === 0 ? i : null);
  expect(idsOf(book.latestOf('User', 'u'))).toEqual(Array.from({ length: 20 }, (_, i) => String(29 - i)));
  expect(book.feed.head).toBe(15);
});

import { expect, it } from 'vitest';
import { groupsOnBothSides, parseSplit, partEnds } from '../../../../src/risk/evaluation/time-split.ts';

it('reads three percentages', () => {
  expect(parseSplit('60/20/20')).toEqual([60, 20, 20]);
});

it.each([
  ['60/20/30', '60/20/30 adds up to 110'],
  ['60/40/0', '60/40/0 adds up to 100; wanted three whole percentages above 0'],
  ['60/40', 'text of 5 characters'],
  ['', 'empty text'],
  ['0.6/0.2/0.2', 'text of 11 characters'],
])('refuses %s', (text, message) => {
  expect(() => parseSplit(text)).toThrow(message);
});

it('cuts rows at the percentages, all of them used', () => {
  expect(partEnds(43_356, [60, 20, 20])).toEqual([26_013, 34_684, 43_356]);
  expect(partEnds(3, [34, 33, 33])).toEqual([1, 2, 3]);
});

it('counts groups that are trained and judged on, each once', () => {
  const groups = ['a', null, 'b', 'a', 'c', null, 'a', 'a', 'b', 'd', null];
  expect(groupsOnBothSides(groups, [3, 6, 11])).toBe(2);
  expect(groupsOnBothSides(groups, [1, 9, 11])).toBe(0);
});

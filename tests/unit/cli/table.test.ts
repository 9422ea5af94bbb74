import { expect, it } from 'vitest';
import { table } from '../../../src/cli/table.ts';

it('sets numbers to the right and text to the left, without trailing blanks', () => {
  const text = table(
    ['what', 'count'],
    [
      ['a', 1],
      ['longer', 12_345],
      ['exact', 9_007_199_254_740_993n],
    ],
  );
  expect(text.split('\n')).toEqual([
    'what                    count',
    'a                           1',
    'longer                 12,345',
    'exact   9,007,199,254,740,993',
    '',
  ]);
});

it('shows a header alone when there is nothing', () => {
  expect(table(['a', 'b'], [])).toBe('a  b\n');
});

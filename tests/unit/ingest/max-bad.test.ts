import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_BAD, formatMaxBad, isHopeless, isOver } from '../../../src/ingest/max-bad.ts';

describe('the limit of bad rows', () => {
  it('is 1 % of the rows unless set, and one bad row in a short file is over it', () => {
    expect(isOver(DEFAULT_MAX_BAD, 1, 30_190)).toBe(false);
    expect(isOver(DEFAULT_MAX_BAD, 1, 100)).toBe(false);
    expect(isOver(DEFAULT_MAX_BAD, 1, 99)).toBe(true);
    expect(isOver(DEFAULT_MAX_BAD, 0, 0)).toBe(false);
  });

  it('is not tripped by rounding: k of 100 bad rows are not over k %', () => {
    for (let k = 0; k <= 100; k++) {
      expect(isOver({ share: k / 100 }, k, 100)).toBe(false);
      expect(isOver({ share: k / 100 }, k + 1, 100)).toBe(true);
      expect(isOver({ share: k / 100 }, k * 100_000 + 1, 10_000_000)).toBe(true);
    }
  });

  it('may be a number of rows', () => {
    expect(isOver({ count: 2 }, 2, 2)).toBe(false);
    expect(isOver({ count: 2 }, 3, 1_000_000)).toBe(true);
    expect(isOver({ count: 0 }, 1, 1_000_000)).toBe(true);
  });

  it('ends an import early only when rows to come could not mend it or the file is of another format', () => {
    expect(isHopeless({ count: 2 }, 3, 3)).toBe(true);
    expect(isHopeless(DEFAULT_MAX_BAD, 999, 999)).toBe(false);
    expect(isHopeless(DEFAULT_MAX_BAD, 500, 1_000)).toBe(false);
    expect(isHopeless(DEFAULT_MAX_BAD, 501, 1_000)).toBe(true);
    expect(isHopeless({ share: 0.9 }, 900, 1_000)).toBe(false);
    expect(isHopeless({ share: 1 }, 1_000, 1_000)).toBe(false);
  });

  it('is written as people write it', () => {
    expect(formatMaxBad(DEFAULT_MAX_BAD)).toBe('1 %');
    expect(formatMaxBad({ share: 0.0029 })).toBe('0.29 %');
    expect(formatMaxBad({ count: 20 })).toBe('20 rows');
  });
});

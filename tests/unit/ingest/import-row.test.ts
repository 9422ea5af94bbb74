import { describe, expect, it } from 'vitest';
import { badRowOf, rowAt } from '../../../src/ingest/import-row.ts';
import { invalidField } from '../../../src/ingest/invalid.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';

const place = { file: 'f', line: 3 };

describe('rowAt', () => {
  it('makes a bad row of an invalid field', () => {
    const row = rowAt(place, 'text', () => {
      throw invalidField('amount', -1, 'more');
    });
    expect(row).toEqual({
      bad: {
        ...place,
        field: 'amount',
        reason: 'amount is a whole number below zero; wanted more',
        text: 'text',
      },
    });
  });

  it('lets every other error through: it says nothing about the row', () => {
    for (const error of [new RingfenceError('STORE_FAILED', 'disk'), new TypeError('defect')]) {
      expect(() => badRowOf(place, 'text', error)).toThrow(error);
      expect(() =>
        rowAt(place, 'text', () => {
          throw error;
        }),
      ).toThrow(error);
    }
  });
});

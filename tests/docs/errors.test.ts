import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from '../../src/kernel/errors.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
const rows = [
  ...page.matchAll(/^\|\s*([A-Z_]+)\s*\|\s*(\d+)\s*\|\s*(\d)\s*\|\s*(yes|no)\s*\|\s*(.*?)\s*\|$/gm),
];

it('documents every error code, and no other', () => {
  expect(rows.map(([, code]) => code).toSorted()).toEqual(Object.keys(ERRORS).toSorted());
});

it('documents them as they are', () => {
  for (const [, code, status, exit, retryable, wayOut] of rows) {
    const entry = ERRORS[code as ErrorCode];
    expect({
      code,
      status: Number(status),
      exit: Number(exit),
      retryable: retryable === 'yes',
      wayOut,
    }).toEqual({ code, ...entry });
  }
});

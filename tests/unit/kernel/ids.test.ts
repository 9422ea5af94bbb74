import { expect, it } from 'vitest';
import { idProblem } from '../../../src/kernel/ids.ts';

it.each([
  'a',
  'A',
  ' ',
  '__proto__',
  "'; DROP TABLE events; --",
  '😀',
  'é',
  'e\u0301',
  'x'.repeat(256),
  'é'.repeat(128),
])('takes %j as an id', (id) => expect(idProblem(id)).toBeNull());

it.each([
  ['', /empty/],
  ['a\0b', /NUL/],
  ['\ud800', /surrogate/],
  ['x'.repeat(257), /256 bytes/],
  ['é'.repeat(129), /256 bytes/],
])('refuses %j as an id', (id, why) => expect(idProblem(id)).toMatch(why));

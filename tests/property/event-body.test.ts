import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/graph/model/event.ts';
import { canonicalJson } from '../../src/kernel/canonical.ts';
import { eventBody } from '../../src/store/event-body.ts';
import { anyEvents } from '../support/arbitrary-events.ts';
import { fullEvents } from '../support/internal-events.ts';

const body = (value: unknown): string => eventBody(value as Event);

test('the body of an event is its canonical JSON', () => {
  for (const event of fullEvents()) expect(body(event)).toBe(canonicalJson(event));
  fc.assert(
    fc.property(anyEvents(), (events) => {
      for (const event of events) expect(body(event)).toBe(canonicalJson(event));
    }),
  );
});

test('any object at all gives the text of canonicalJson, or fails as it does', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'b', 'A', '1', '02', '__proto__', 'toJSON', 'a\nb', 'é', '\ud800'),
  );
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\ud800',
      '\\ud800',
      '\udc00\ud800',
      '\u2028',
      NaN,
      -0,
      1e21,
      5e-324,
      undefined,
      null,
      2 ** 53,
    ),
    fc.double(),
    fc.boolean(),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.constant(new Date(0)),
    ),
  })).node;
  const attempt = (write: (value: unknown) => string, given: unknown): string => {
    try {
      return write(given);
    } catch {
      return 'fails';
    }
  };
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 5 }), (given) => {
      expect(attempt(body, given)).toBe(attempt(canonicalJson, given));
    }),
    { numRuns: 2_000 },
  );
});

test('shapes seen before do not change what comes after', () => {
  expect(body({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
  expect(body({ 'b\na': 1 })).toBe('{"b\\na":1}');
  expect(body({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
});

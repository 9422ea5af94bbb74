import { expect, it } from 'vitest';
import { EventCache } from '../../../src/app/serving/event-cache.ts';
import { transfer } from '../../support/internal-events.ts';

const logged = (id: string) => ({ seq: 1, event: transfer(id, 'a', 'b') });

it('finds events by both parts of their key', () => {
  const cache = new EventCache();
  cache.keep(logged('t1'));
  expect(cache.get(['s', 't1'])?.event.id).toBe('t1');
  expect([cache.get(['t', 's1']), cache.get(['s', 't2']), cache.get(['', 's\0t1'])]).toEqual([
    null,
    null,
    null,
  ]);
  cache.clear();
  expect(cache.get(['s', 't1'])).toBeNull();
});

it('forgets what nobody asks for, and keeps what is asked for, however many come', () => {
  const cache = new EventCache(100);
  cache.keep(logged('wanted'));
  for (let i = 0; i < 1_000; i++) {
    cache.keep(logged(`t${i}`));
    expect(cache.get(['s', 'wanted'])).not.toBeNull();
  }
  const left = Array.from({ length: 1_000 }, (_, i) => cache.get(['s', `t${i}`])).filter(
    (one) => one !== null,
  );
  expect(left.length).toBeGreaterThan(20);
  expect(left.length).toBeLessThanOrEqual(100);
});

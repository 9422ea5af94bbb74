import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareEvents } from '../../src/graph/model/event.ts';
import { createWorld } from '../../src/generator/world.ts';
import { checkEvent } from '../../src/ingest/decode.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { DAY } from '../../src/kernel/time.ts';
import { suspects, tellAll } from '../support/worlds.ts';

const options = fc.record({
  users: fc.integer({ min: 1, max: 300 }),
  fraudRate: fc.oneof(fc.constant(0.05), fc.double({ min: 0, max: 1, noNaN: true })),
  seed: fc.integer(),
  level: fc.constantFrom('easy' as const, 'typical' as const),
  start: fc.integer({ min: Date.UTC(1990), max: Date.UTC(2090) }),
  days: fc.integer({ min: 1, max: 40 }),
});

it('makes a sound world of any options', () => {
  const currencies = new CurrencyTable();
  fc.assert(
    fc.property(options, (drawn) => {
      const world = createWorld(drawn);
      const events = tellAll(world);
      let inOrder = true;
      events.forEach((event, i) => {
        checkEvent(event, currencies);
        if (i > 0) inOrder &&= compareEvents(events[i - 1], event) < 0;
      });
      expect(inOrder).toBe(true);
      expect(events[events.length - 1].at).toBeLessThan(drawn.start + drawn.days * DAY);
      expect(events.filter(({ kind }) => kind === 'registration').length).toBe(drawn.users);
      const users = new Set(events.flatMap((event) => (event.kind === 'registration' ? [event.user] : [])));
      const members = world.truth.rings.flatMap((ring) => suspects(ring, 'User'));
      const wanted = Math.round(drawn.users * drawn.fraudRate);
      expect(members.length).toBe(wanted === 0 || drawn.users < 3 ? 0 : Math.max(3, wanted));
      expect(new Set(members).size).toBe(members.length);
      for (const member of members) expect(users).toContain(member);
    }),
    { numRuns: 25 },
  );
});

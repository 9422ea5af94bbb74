import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareEvents } from '../../src/graph/model/event.ts';
import { createWorld } from '../../src/generator/world.ts';
import { checkEvent } from '../../src/ingest/decode.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { DAY } from '../../src/kernel/time.ts';
import { keyText, suspects, tellAll } from '../support/worlds.ts';

const options = fc.record({
  users: fc.integer({ min: 1, max: 300 }),
  fraudRate: fc.oneof(fc.constant(0.05), fc.double({ min: 0, max: 1, noNaN: true })),
  seed: fc.integer(),
  level: fc.constantFrom('easy' as const, 'typical' as const),
  start: fc.integer({ min: Date.UTC(1990), max: Date.UTC(2090) }),
  days: fc.integer({ min: 1, max: 40 }),
  legacy: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
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
      const loners = world.truth.loners ?? [];
      const inRings = world.truth.rings.flatMap((ring) => suspects(ring, 'User'));
      const members = [...inRings, ...loners.map(({ user }) => user.id)];
      const wanted = Math.round(drawn.users * drawn.fraudRate);
      const fewest = drawn.legacy ? wanted : Math.max(3, wanted);
      expect(members.length).toBe(wanted === 0 || (drawn.users < 3 && !drawn.legacy) ? 0 : fewest);
      if (drawn.legacy) {
        const paid = events.filter(({ kind }) => kind === 'payment' || kind === 'transfer');
        expect(paid.length).toBe(drawn.users);
      }
      expect(new Set(members).size).toBe(members.length);
      for (const member of members) expect(users).toContain(member);
      const keys = new Set(events.map(keyText));
      for (const { acts } of loners) for (const key of acts) expect(keys).toContain(JSON.stringify(key));
    }),
    { numRuns: 25 },
  );
});

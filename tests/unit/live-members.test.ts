import { expect, test } from 'vitest';
import { LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { DAY, HOUR } from '../../src/kernel/time.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';

const START = Date.UTC(2025, 0, 1);

/** Three customers with a device of their own, who all turn up on a new one, where none of them had ever been. */
function movedCustomers(lastSeenOnTheirOwn: number): Event[] {
  const events: Event[] = [];
  const add = (
    kind: 'registration' | 'session',
    user: string,
    at: number,
    device: string,
    ip: string,
  ): void => {
    events.push({ kind, source: 's', id: `${kind}-${user}-${at}`, at, observedAt: at, user, device, ip });
  };
  ['ann', 'bob', 'cid'].forEach((user, i) => {
    add('registration', user, START + i * HOUR, `of-${user}`, `198.51.100.${i}`);
    add('session', user, START + lastSeenOnTheirOwn + i * HOUR, `of-${user}`, `198.51.100.${i}`);
  });
  ['ann', 'bob', 'cid'].forEach((user, i) =>
    add('session', user, START + 60 * DAY + i * HOUR, 'new', '203.0.113.9'),
  );
  return events.sort((a, b) => a.at - b.at);
}

/** `binds` of what is found about the new device. */
function bindsOfNew(events: readonly Event[]): unknown {
  const live = new LiveDetection({ detectors: ['device-sharing'] });
  for (const event of events) {
    live.apply(event);
    live.settle();
  }
  const result = live.result();
  expect(result).toEqual(runDetectors(buildEventGraph(events), { detectors: ['device-sharing'] }));
  return result.findings.find(({ subject }) => subject[0] === 'new')?.binds;
}

test('customers who were moved onto a new device are known by a use of their own that was no registration', () => {
  expect(bindsOfNew(movedCustomers(5 * DAY))).toMatchObject({ id: expect.stringContaining('session') });
});

test('customers with no more than a registration weeks before are taken for people of their own', () => {
  expect(bindsOfNew(movedCustomers(59 * DAY))).toBe('established');
});

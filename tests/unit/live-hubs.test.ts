import { expect, test } from 'vitest';
import { LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { inForce } from '../support/in-force.ts';
import { event, retraction } from '../support/internal-events.ts';

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2025, 5, 2);

test('an allow-list entry that comes late, and its retraction, each change whether a finding of the next day binds', () => {
  const allowed = event(
    'reference',
    'allowed',
    {
      subject: { type: 'Device', id: 'kiosk' },
      allowList: { owner: 'ops', expiry: MIDNIGHT + 90 * 24 * HOUR },
    },
    { at: MIDNIGHT - HOUR },
  );
  const model = event(
    'reference',
    'model',
    { subject: { type: 'Device', id: 'kiosk' }, os: 'Linux' },
    { at: MIDNIGHT - 2 * HOUR },
  );
  const signUps = ['ann', 'bob', 'cid'].map((user, i) =>
    event('registration', user, { user, device: 'kiosk' }, { at: MIDNIGHT + i * HOUR }),
  );
  const arriving = [
    model,
    ...signUps,
    allowed,
    retraction('back', ['s', 'allowed'], { at: MIDNIGHT + 5 * HOUR }),
  ];
  const live = new LiveDetection({ detectors: ['device-sharing'] });
  const sofar: Event[] = [];
  const hubFindings = arriving.map((one) => {
    live.apply(one);
    sofar.push(one);
    const batchRun = runDetectors(buildEventGraph(inForce(sofar, null)), { detectors: ['device-sharing'] });
    expect(live.result()).toEqual(batchRun);
    return batchRun.findings.filter(({ binds }) => binds === 'hub').length;
  });
  expect(hubFindings.map((count) => count > 0)).toEqual([false, false, false, false, true, false]);
});

test('a pair whose block was a carrier for some days is counted by all uses of those days once it is none', () => {
  const kindSaid = (id: string, ipKind: 'carrier-nat' | 'residential', at: number): Event =>
    event('reference', id, { subject: { type: 'IpAddress', id: '203.0.113.7' }, ipKind }, { at });
  const seen = (user: string, hour: number): Event =>
    event(
      'session',
      `${user}${hour}`,
      { user, device: 'tablet', ip: '203.0.113.7' },
      { at: MIDNIGHT + hour * HOUR },
    );
  const arriving = [
    kindSaid('was', 'carrier-nat', MIDNIGHT - HOUR),
    ...['ann', 'bob', 'cid', 'ann', 'dan', 'bob'].map((user, i) => seen(user, i)),
    kindSaid('is', 'residential', MIDNIGHT + 22 * HOUR),
    ...['eve', 'ann', 'dan'].map((user, i) => seen(user, 23 + i)),
    kindSaid('again', 'carrier-nat', MIDNIGHT + 40 * HOUR),
    ...['bob', 'fay', 'gus'].map((user, i) => seen(user, 50 + i)),
    kindSaid('last', 'residential', MIDNIGHT + 70 * HOUR),
    ...['gus', 'fay', 'bob'].map((user, i) => seen(user, 72 + i)),
  ];
  const live = new LiveDetection({ detectors: ['co-sharing'] });
  const found = arriving.map((one, i) => {
    live.apply(one);
    live.settle();
    const sofar = buildEventGraph(arriving.slice(0, i + 1));
    const whole = runDetectors({ ...sofar, isPartial: true }, { detectors: ['co-sharing'] });
    if (i % 3 === 2) expect(live.result()).toEqual(whole);
    // Five people, and seven in the end, with the tablet and the address.
    return whole.findings[0]?.members.length ?? 0;
  });
  expect(live.result().hubs).toHaveLength(1);
  expect(found.filter((members, i) => members !== found[i - 1])).toEqual([0, 7, 9]);
});

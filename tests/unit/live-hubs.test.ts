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

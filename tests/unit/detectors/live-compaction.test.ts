import { expect, it } from 'vitest';
import { LiveDetection } from '../../../src/detectors/live/live-detection.ts';
import { runDetectors } from '../../../src/detectors/run.ts';
import { createWorld, WORLD_DEFAULTS } from '../../../src/generator/world.ts';
import { compareEvents, type Event } from '../../../src/graph/model/event.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';
import { event, retraction, session, transfer } from '../../support/internal-events.ts';
import { ALWAYS } from '../../support/live-restart.ts';

const FAST = { ...ALWAYS, share: 0.1, atLeast: 100, steps: 20 };

/** A session a day of some users, each on a device of their own, over so many days. */
function sessions(days: number, users = 3): Event[] {
  return Array.from({ length: days * users }, (_, i) =>
    session(`s${i}`, `u${i % users}`, `d${i % users}`, { at: Math.floor(i / users) * DAY }),
  );
}

function over(events: readonly Event[], limits = FAST): LiveDetection {
  const live = new LiveDetection({}, limits);
  for (const one of events) {
    live.apply(one);
    live.settle();
  }
  return live;
}

it('holds no more events after two years than after one where people do what they did', () => {
  const live = new LiveDetection({}, FAST);
  const held: number[] = [];
  for (const one of sessions(730)) {
    live.apply(one);
    live.settle();
    held.push(live.held);
  }
  const half = held.length / 2;
  expect(Math.max(...held.slice(half))).toBe(Math.max(...held.slice(0, half)));
});

it('holds a small part of the events of a world that lasts longer than any window', () => {
  const world = createWorld({ ...WORLD_DEFAULTS, users: 40, days: 500, seed: 3, fraudRate: 0.1 });
  const events = [...world.events()].flat();
  const live = over(events);
  const window = events.filter(({ at }) => at > events[events.length - 1].at - 110 * DAY);
  const links = new Set(
    events.flatMap((one) => ('user' in one && 'device' in one ? `${one.user} ${one.device}` : [])),
  );
  expect(live.held).toBeLessThan(window.length + 10 * links.size);
  expect(live.held).toBeLessThan(events.length / 3);
});

it('holds all events while those of long ago are few', () => {
  const live = over(sessions(400), { ...FAST, atLeast: 2_000 });
  expect([live.held, live.hasLetGo]).toEqual([1_200, false]);
  expect(over(sessions(400)).held).toBeLessThan(600);
});

it('holds all events where a detector on request needs them', () => {
  const live = new LiveDetection({ detectors: ['co-sharing', 'link-burst'] }, FAST);
  for (const one of sessions(400)) {
    live.apply(one);
    live.settle();
  }
  expect([live.held, live.hasLetGo]).toEqual([1_200, false]);
});

it('does not take a few events that claim to be of the future for the time it is', () => {
  const limits = { ...FAST, crowd: 10 };
  const log = sessions(300);
  const future = Array.from({ length: 9 }, (_, i) => session(`f${i}`, 'u0', 'd0', { at: 9_000 * DAY + i }));
  const live = over([...log, ...future], limits);
  const late = session('late', 'u1', 'd1', { at: 299.5 * DAY });
  live.apply(late);
  live.settle();
  expect(live.hasLetGo).toBe(true);
  expect(live.isOutdated).toBe(false);
});

it('says that it is outdated when an event of long ago comes or is taken back, and takes a label for it', () => {
  const log = sessions(300);
  const label = event(
    'label',
    'l',
    { subject: { type: 'User', id: 'u1' }, verdict: 'fraud', role: 'mule' },
    { at: 5 },
  );
  const labelled = over(log);
  labelled.apply(label);
  expect(labelled.isOutdated).toBe(false);
  const late = over(log);
  late.apply(session('late', 'u1', 'd1', { at: 10 * DAY }));
  expect(late.isOutdated).toBe(true);
  const kept = over(log);
  kept.apply(retraction('r', ['s', 's0'], { at: 300 * DAY }));
  expect(kept.isOutdated).toBe(true);
});

it('tells the keys of retractions it knows no event of, unless the event comes meanwhile', () => {
  const live = over(sessions(300));
  live.apply(retraction('r1', ['s', 's30'], { at: 300 * DAY }));
  live.apply(retraction('r2', ['s', 'to come'], { at: 300 * DAY }));
  live.apply(session('to come', 'u1', 'd1', { at: 300 * DAY }));
  expect([live.isOutdated, live.takeStrays()]).toEqual([false, [['s', 's30']]]);
  expect(live.takeStrays()).toEqual([]);
  live.missed(session('s30', 'u0', 'd0', { at: 10 * DAY }));
  expect(live.isOutdated).toBe(true);
});

it('forgets what a hub kept out when that is taken back, though events were let go meanwhile', () => {
  const ip = '198.51.100.7';
  const stated = event('reference', 'r', { subject: { type: 'IpAddress', id: ip }, ipKind: 'carrier-nat' });
  const use = (id: string, user: string, at: number): Event =>
    event('session', id, { user, device: 'X', ip }, { at });
  const uses = ['a', 'b', 'c'].map((user, i) => use(`x${i}`, user, 300 * DAY + i * 3_600_000));
  const before = [stated, use('long ago', 'c', 1)];
  const live = over([...before, ...sessions(300).slice(3), ...uses], { ...ALWAYS, steps: 100_000 });
  const hubsNow = (): string[] => live.result().hubs.map(({ id }) => id);
  expect([live.hasLetGo, hubsNow()]).toEqual([true, [ip]]);
  live.apply(retraction('back', ['s', 'x2'], { at: 301 * DAY }));
  expect([live.isOutdated, hubsNow()]).toEqual([false, []]);
});

it('remembers that an account was a hub long ago when a label of that time comes', () => {
  const at = (day: number, hour = 0): { at: number } => ({ at: day * DAY + hour * 3_600_000 });
  const opened = event('account-opened', 'o', { user: 'h', account: 'H' }, at(0));
  const customers = ['x', 'y', 'z'].map((from, i) => transfer(`c${i}`, from, 'H', 7, at(112 + i)));
  const round = [
    transfer('r1', 'H', 'A', 100, at(116, 1)),
    transfer('r2', 'A', 'B', 100, at(116, 2)),
    transfer('r3', 'B', 'H', 100, at(116, 3)),
  ];
  const selection = { detectors: ['kiting-cycle'], set: ['hubs.hubCounterparties=2'] };
  const live = new LiveDetection(selection, { ...ALWAYS, steps: 100_000 });
  for (const one of [opened, ...customers, ...round, ...sessions(400).slice(360)]) {
    live.apply(one);
    live.settle();
  }
  const hubs = [{ type: 'Account', id: 'H', reason: 'counterparties', day: 116 * DAY, keptOut: 1 }];
  expect([live.hasLetGo, live.result().hubs]).toEqual([true, hubs]);
  live.apply(
    event('label', 'l', { subject: { type: 'Account', id: 'H' }, verdict: 'fraud', role: 'mule' }, at(1)),
  );
  expect([live.isOutdated, live.result().hubs]).toEqual([false, hubs]);
});

it('remembers who had come back to a block, and who else was there, when it is looked at again long after', () => {
  const [first, second] = ['198.51.100.7', '203.0.113.9'];
  const joins = (user: string, ip: string, day: number): Event =>
    event('registration', user, { user, ip }, { at: day * DAY });
  const visits = (id: string, user: string, ip: string, day: number): Event =>
    event('session', id, { user, ip }, { at: day * DAY });
  const log = [
    visits('v1', 'other', second, 1),
    joins('a', first, 10),
    visits('v2', 'a', first, 10.2),
    joins('b', first, 11),
    joins('c', first, 12),
    joins('g', second, 20),
    visits('v3', 'other', second, 20.1),
    joins('h', second, 20.2),
    joins('i', second, 20.4),
    ...sessions(400).slice(900),
    ...['d', 'e', 'f'].map((user, i) => joins(user, first, 401 + i / 10)),
    event(
      'label',
      'l',
      { subject: { type: 'User', id: 'g' }, verdict: 'fraud', role: 'victim' },
      { at: 5 * DAY },
    ),
  ];
  const selection = { detectors: ['ip-recycling'], set: ['ip-recycling.unknownUsers=3'] };
  const live = new LiveDetection(selection, { ...ALWAYS, steps: 100_000 });
  for (const one of log) {
    live.apply(one);
    live.settle();
  }
  const whole = runDetectors(buildEventGraph(log.toSorted(compareEvents)), selection);
  expect(live.hasLetGo).toBe(true);
  expect(whole.findings).toHaveLength(2);
  expect(live.result()).toEqual(whole);
});

it('gives no snapshot while it lets go, and lets nothing go while a snapshot is read', () => {
  const live = new LiveDetection({}, { ...FAST, steps: 1 });
  const log = sessions(500);
  const outcomes = { none: 0, some: 0 };
  /** Takes in some of the log; @returns how many of it are not held. */
  const missingAfter = (from: number, until: number): number => {
    for (const one of log.slice(from, until)) {
      live.apply(one);
      live.settle();
    }
    return until - live.held;
  };
  let taken = 0;
  for (; taken < 900 || outcomes.none === 0; taken++) {
    missingAfter(taken, taken + 1);
    outcomes[live.snapshot() ? 'some' : 'none']++;
    live.release();
  }
  while (!live.snapshot()) missingAfter(taken, ++taken);
  const missing = missingAfter(taken, taken);
  expect(missing).toBeGreaterThan(0);
  expect(missingAfter(taken, taken + 400)).toBe(missing);
  live.release();
  expect(missingAfter(taken + 400, log.length)).toBeGreaterThan(missing);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultsOf } from '../../src/detectors/options.ts';
import { ipRecycling } from '../../src/detectors/ip-recycling/detect.ts';
import type { IpRecyclingOptions } from '../../src/detectors/ip-recycling/options.ts';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import {
  byId,
  inOrder,
  naiveEpisodes,
  naiveRegisteredAt,
  name,
  plainEpisode,
  plainFinding,
  type Completing,
} from '../support/naive-episodes.ts';
import { naiveAddress } from '../support/naive-established.ts';
import { BLOCK_OF, BUSY, useLogs } from '../support/use-logs.ts';

// A second reading of definitions.md, "ip-recycling": every event is looked at afresh.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Stay {
  user: string;
  first: number;
  last: number;
}

function naive(log: readonly Event[], options: IpRecyclingOptions) {
  const events = inOrder(log);
  const uses = events.flatMap((event, i) => {
    if (!['registration', 'session', 'payment', 'transfer'].includes(event.kind)) return [];
    const { user, ip } = event as Extract<Event, { kind: 'session' }>;
    return user === undefined || ip === undefined ? [] : [{ i, user, block: BLOCK_OF[ip] }];
  });
  const findings = [...new Set(uses.map((use) => use.block))].flatMap((block) => {
    const unusual = new Set<Event>();
    const completing = uses.flatMap(({ i, user, block: own }): Completing[] => {
      if (own !== block) return [];
      const event = events[i];
      const stays = staysUpTo(i, block);
      const fresh = stays.filter((stay) => {
        const registered = naiveRegisteredAt(events, stay.user, event);
        const age = events[stay.first].at - (registered ?? Infinity);
        return age >= 0 && age <= options.freshness;
      });
      const counted = fresh.filter(
        ({ first, last }) =>
          events[first].at >= event.at - options.window &&
          events[last].at - events[first].at <= options.maxStay,
      );
      if (!counted.some((stay) => stay.user === user) || counted.length < threshold(i, block)) return [];
      const before = fresh.filter(
        ({ first }) =>
          events[first].at < event.at - options.window &&
          events[first].at >= event.at - options.window - 28 * DAY,
      );
      const apart = counted.every((a) => counted.every((b) => a.first >= b.first || a.last < b.first));
      if (apart && counted.length >= 2 * (before.length / 4)) unusual.add(event);
      return [{ event, counted: new Map(counted.map((stay) => [stay.user, [events[stay.first]]])) }];
    });
    return naiveEpisodes(completing, options.window).map((episode) => {
      const opens = episode.completing[0].event.at - options.window;
      const binds = episode.completing.find(({ event }, i) => {
        const members = new Map<string, Event>();
        for (const step of episode.completing.slice(0, i + 1))
          for (const user of step.counted.keys()) if (!members.has(user)) members.set(user, step.event);
        const position = events.indexOf(event);
        const there = uses.filter(
          (use) => use.block === block && events[use.i].at >= opens && use.i <= position,
        );
        const homes = [...members].map(([user, since]) => naiveAddress(events, user, since));
        const atHome = homes.filter((home) => {
          const residents = homes.filter((other) => other === home).length;
          return home !== '' && residents >= 2 && residents <= 6;
        });
        return (
          unusual.has(event) &&
          members.size >= new Set(there.map(({ user }) => user)).size / 2 &&
          atHome.length < members.size / 2
        );
      })?.event;
      return plainEpisode(episode, {
        detector: 'ip-recycling',
        subject: [block],
        shared: [`IpAddress ${block}`],
        binds: binds ? name(binds) : 'crowd',
      });
    });
  });
  return byId(findings);

  function staysUpTo(i: number, block: string): Stay[] {
    const seen = uses.filter((use) => use.i <= i && use.block === block);
    return [...new Set(seen.map((use) => use.user))].map((user) => {
      const own = seen.filter((use) => use.user === user).map((use) => use.i);
      return { user, first: Math.min(...own), last: Math.max(...own) };
    });
  }

  function threshold(i: number, block: string): number {
    const said = events.slice(0, i).flatMap((event) => {
      if (event.kind !== 'reference' || event.observedAt > events[i].at) return [];
      if (BLOCK_OF[event.subject.id] !== block) return [];
      return event.ipKind ?? (event.isVpn ? 'vpn' : []);
    });
    const kind = said.at(-1) ?? 'unknown';
    return options[`${kind}Users` as 'vpnUsers'];
  }
}

const noHubs: HubCalendar = { device: () => null, block: () => null, account: () => null };

/** Makes each user's first session a registration, so that most accounts are fresh. */
function signUpFirst(log: readonly Event[]): Event[] {
  const seen = new Set<string>();
  return log.map((event) => {
    if (!('user' in event) || event.user === undefined || seen.has(event.user)) return event;
    seen.add(event.user);
    return event.kind === 'session' ? { ...event, kind: 'registration' } : event;
  });
}

test('ip-recycling finds what a naive reading of the events gives', () => {
  let found = 0;
  let binding = 0;
  let crowds = 0;
  const options = fc.record({
    unknownUsers: fc.integer({ min: 2, max: 4 }),
    residentialUsers: fc.integer({ min: 2, max: 4 }),
    mobileUsers: fc.integer({ min: 3, max: 5 }),
    vpnUsers: fc.constant(2),
    window: fc.constantFrom(HOUR, DAY, 2 * DAY, 7 * DAY, Infinity),
    freshness: fc.constantFrom(0, 72 * HOUR, 72 * HOUR, Infinity),
    maxStay: fc.constantFrom(0, HOUR, 2 * HOUR, DAY, 30 * DAY),
  });
  const fewUsers = useLogs(60);
  const manyUsers = useLogs(100, [...'abcdefghijklmnop'], ['198.51.100.7'], BUSY).map(signUpFirst);
  const logs = fc.oneof(fewUsers, { weight: 2, arbitrary: manyUsers });
  const property = fc.property(logs, options, (log, set) => {
    const all = { ...defaultsOf(ipRecycling.options), ...set };
    const { findings, hubs, truncated } = ipRecycling.detect(buildEventGraph(log), all, noHubs);
    expect(byId(findings.map(plainFinding))).toEqual(naive(log, all));
    expect([hubs, truncated]).toEqual([[], []]);
    for (const { strength, binds } of findings) {
      expect(Number.isInteger(strength) && strength > 0 && strength <= 10_000).toBe(true);
      found++;
      if (binds === 'crowd') crowds++;
      else binding++;
    }
  });
  fc.assert(property, { numRuns: 1_500 });
  expect(found).toBeGreaterThan(500);
  expect(Math.min(binding, crowds)).toBeGreaterThan(40);
});

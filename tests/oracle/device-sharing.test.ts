import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultsOf } from '../../src/detectors/options.ts';
import { deviceSharing } from '../../src/detectors/device-sharing/detect.ts';
import type { DeviceSharingOptions } from '../../src/detectors/device-sharing/options.ts';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import {
  byId,
  inOrder,
  naiveEpisodes,
  naiveRegisteredAt,
  plainEpisode,
  plainFinding,
  type NaiveEpisode,
  type PlainFinding,
} from '../support/naive-episodes.ts';
import { naiveBinds } from '../support/naive-established.ts';
import { useLogs } from '../support/use-logs.ts';

// A second reading of definitions.md, "device-sharing": every event is looked at afresh.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface NaiveTier {
  name: string;
  minUsers: number;
  window: number;
  maxAccountAge?: number;
  registrationsOnly?: boolean;
}

const TIERS: NaiveTier[] = [
  { name: 'many', minUsers: 6, window: 7 * DAY },
  { name: 'burst', minUsers: 3, window: DAY, maxAccountAge: 72 * HOUR },
  { name: 'signup-burst', minUsers: 2, window: HOUR, registrationsOnly: true },
  { name: 'slow', minUsers: 3, window: 90 * DAY },
];

interface Use {
  event: Event;
  user: string;
  device: string;
}

function usesOf(events: readonly Event[]): Use[] {
  return events.flatMap((event) => {
    if (!['registration', 'session', 'payment', 'transfer'].includes(event.kind)) return [];
    const { user, device } = event as Extract<Event, { kind: 'session' }>;
    return user === undefined || device === undefined ? [] : [{ event, user, device }];
  });
}

function naive(log: readonly Event[], tiers: readonly NaiveTier[], isHub: (device: string) => boolean) {
  const events = inOrder(log);
  const uses = usesOf(events);
  const findings: PlainFinding[] = [];
  for (const device of new Set(uses.map((use) => use.device))) {
    for (const tier of tiers) {
      const own = uses.filter(
        (use) => use.device === device && (!tier.registrationsOnly || use.event.kind === 'registration'),
      );
      const completing = own.flatMap(({ event, user }, i) => {
        const counted = new Map<string, Event[]>();
        for (const use of own.slice(0, i + 1)) {
          if (use.event.at < event.at - tier.window || counted.has(use.user)) continue;
          const registered = naiveRegisteredAt(events, use.user, use.event);
          const tooOld = registered === undefined || use.event.at - registered > tier.maxAccountAge!;
          if (tier.maxAccountAge === undefined || !tooOld) counted.set(use.user, [use.event]);
        }
        return counted.has(user) && counted.size >= tier.minUsers ? [{ event, counted }] : [];
      });
      for (const episode of naiveEpisodes(completing, tier.window)) {
        const subject = [device, tier.name];
        const host = naiveHost(events, uses, device, episode);
        const binds = isHub(device)
          ? 'hub'
          : naiveBinds(events, episode, {
              host,
              device,
              standsAlone: (joined) => joined >= (tier.name === 'custom' ? 1 : host === undefined ? 3 : 2),
            });
        findings.push(
          plainEpisode(episode, {
            detector: 'device-sharing',
            subject,
            shared: [`Device ${device}`],
            host,
            binds,
          }),
        );
      }
    }
  }
  return byId(findings);
}

function naiveHost(
  events: readonly Event[],
  uses: readonly Use[],
  device: string,
  { completing, members }: NaiveEpisode,
): string | undefined {
  const crossing = completing[0].event;
  const before = uses.filter((use) => events.indexOf(use.event) < events.indexOf(crossing));
  const firstUse = (user: string) => before.find((use) => use.user === user && use.device === device);
  const hosts = [...members.keys()].filter((user) => {
    const own = before.filter((use) => use.user === user);
    const here = own.filter((use) => use.device === device);
    const days = new Set(here.map((use) => new Date(use.event.at).toISOString().slice(0, 10)));
    return (
      here.length > 0 &&
      here.length < own.length &&
      days.size >= 3 &&
      crossing.at - here[0].event.at >= 90 * DAY
    );
  });
  const order = (user: string) => events.indexOf(firstUse(user)!.event);
  return hosts.toSorted((a, b) => order(a) - order(b))[0];
}

function hubsOf(graph: ReturnType<typeof buildEventGraph>): HubCalendar {
  return {
    device: (device) => (graph.devices.id(device) === 'kiosk' ? 'allow-list' : null),
    block: () => null,
    account: () => null,
  };
}

function check(log: readonly Event[], options: DeviceSharingOptions, tiers: readonly NaiveTier[]) {
  const graph = buildEventGraph(log);
  const { findings, hubs } = deviceSharing.detect(graph, options, hubsOf(graph));
  const wanted = naive(log, tiers, (device) => device === 'kiosk');
  expect(byId(findings.map(plainFinding))).toEqual(wanted);
  expect(hubs.map((hub) => `${hub.id} ${hub.keptOut}`)).toEqual(
    wanted.some((finding) => finding.binds === 'hub')
      ? [`kiosk ${wanted.filter((finding) => finding.binds === 'hub').length}`]
      : [],
  );
  for (const { strength } of findings)
    expect(Number.isInteger(strength) && strength > 0 && strength <= 10_000).toBe(true);
  return wanted;
}

test('device-sharing finds in every tier what a naive reading of the events gives', () => {
  let found = 0;
  let hosts = 0;
  const property = fc.property(useLogs(60), (log) => {
    const wanted = check(log, defaultsOf(deviceSharing.options), TIERS);
    found += wanted.length;
    hosts += wanted.filter(({ members }) => members.some((one) => one.includes(' host '))).length;
  });
  fc.assert(property, { numRuns: 1_000 });
  expect(found).toBeGreaterThan(1_000);
  expect(hosts).toBeGreaterThan(10);
});

test('device-sharing finds with a tier of one’s own what a naive reading of the events gives', () => {
  let found = 0;
  const tiers = fc.record({
    minUsers: fc.option(fc.integer({ min: 2, max: 4 }), { nil: undefined }),
    window: fc.constantFrom(0, HOUR, DAY, 90 * DAY, Infinity),
    maxAccountAge: fc.option(fc.constantFrom(0, HOUR, 3 * DAY), { nil: undefined }),
  });
  const property = fc.property(useLogs(60), tiers, (log, tier) => {
    const options = { ...defaultsOf(deviceSharing.options), ...tier };
    found += check(log, options, [{ name: 'custom', ...tier, minUsers: tier.minUsers ?? 3 }]).length;
  });
  fc.assert(property, { numRuns: 1_000 });
  expect(found).toBeGreaterThan(150);
});

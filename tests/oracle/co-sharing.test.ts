import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coSharing } from '../../src/detectors/co-sharing/detect.ts';
import type { CoSharingOptions } from '../../src/detectors/co-sharing/options.ts';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import {
  byId,
  inOrder,
  naiveEpisodes,
  plainEpisode,
  plainFinding,
  type Completing,
} from '../support/naive-episodes.ts';
import { naiveBinds } from '../support/naive-established.ts';
import { BLOCK_OF, useLogs } from '../support/use-logs.ts';

// A second reading of definitions.md, "co-sharing": every pair of identifiers, every event afresh.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The block that is a hub, and only on even days of the month. */
const HUB_BLOCK = '203.0.113.9';
const isHubDay = (at: number) => new Date(at).getUTCDate() % 2 === 0;
const NORMAL: Record<string, string> = { 'X@y.z ': 'x@y.z', 'ab-1': 'AB1' };
const TYPE: Record<string, (value: string) => string> = {
  block: (value) => `IpAddress ${value}`,
  device: (value) => `Device ${value}`,
  payee: (value) => `Account ${value}`,
  phone: (value) => `Identifier phone:${value}`,
  email: (value) => `Identifier email:${value}`,
  nationalId: (value) => `Identifier nationalId:${value}`,
};

interface Use {
  i: number;
  user: string;
  kind: string;
  value: string;
}

function usesOf(events: readonly Event[]): Use[] {
  return events.flatMap((event, i) => {
    const uses: Use[] = [];
    const add = (user: string, kind: string, value: string | undefined) => {
      if (value !== undefined) uses.push({ i, user, kind, value: NORMAL[value] ?? value });
    };
    if (['registration', 'session', 'payment', 'transfer'].includes(event.kind)) {
      const { user, device, ip } = event as Extract<Event, { kind: 'transfer' }>;
      if (user !== undefined) {
        add(user, 'device', device);
        add(user, 'block', ip && BLOCK_OF[ip]);
      }
    }
    if (event.kind === 'registration') {
      add(event.user, 'phone', event.phone);
      add(event.user, 'email', event.email);
    }
    if (event.kind === 'profile-change' && !['name', 'address'].includes(event.field))
      add(event.user, event.field, event.value);
    if (event.kind === 'transfer') {
      const owners = events
        .slice(0, i)
        .flatMap((one) => (one.kind === 'account-opened' && one.account === event.from ? [one.user] : []));
      const payers = event.user === undefined ? new Set(owners) : [event.user];
      for (const payer of payers) add(payer, 'payee', event.to);
    }
    return uses;
  });
}

function naive(log: readonly Event[], { minUsers, window, minRarity }: Omit<CoSharingOptions, 'maxUses'>) {
  const events = inOrder(log);
  const uses = usesOf(events);
  const identifiers = [...new Map(uses.map((use) => [`${use.kind} ${use.value}`, use])).values()];
  const kept = new Map<string, number>();
  const note = (hub: string) => kept.set(hub, (kept.get(hub) ?? 0) + 1);
  const findings = identifiers.flatMap((a) =>
    identifiers.flatMap((b) => {
      if (a.kind >= b.kind) return [];
      const isA = (use: Use) => use.kind === a.kind && use.value === a.value;
      const isB = (use: Use) => use.kind === b.kind && use.value === b.value;
      let barred = false;
      const completing = events.flatMap((event, i): Completing[] => {
        const inWindow = uses.filter((use) => use.i <= i && events[use.i].at >= event.at - window);
        const counted = new Map<string, Event[]>();
        for (const { user } of inWindow) {
          const proof = [isA, isB].map((is) => inWindow.find((use) => use.user === user && is(use)));
          if (proof.every((use) => use !== undefined))
            counted.set(
              user,
              proof.map((use) => events[use.i]),
            );
        }
        const users = uses.filter((use) => use.i === i && (isA(use) || isB(use))).map((use) => use.user);
        if (!users.some((user) => counted.has(user)) || counted.size < minUsers) return [];
        if ([a, b].some((one) => one.value === HUB_BLOCK) && isHubDay(event.at)) {
          barred = true;
          return [];
        }
        return [{ event, counted }];
      });
      if (barred) note(HUB_BLOCK);
      const standsAlone = (joined: number, step: Event): boolean => {
        const so = uses.filter((use) => use.i <= events.indexOf(step));
        const [usersOfA, usersOfB] = [isA, isB].map(
          (is) => new Set(so.filter(is).map(({ user }) => user)).size,
        );
        return joined >= Math.min(3, minUsers) && rarity(joined, usersOfA, usersOfB) >= (minRarity ?? 0);
      };
      return naiveEpisodes(completing, window).map((episode) => {
        const isPlace = a.kind === 'block' && b.kind === 'device';
        const hubs = [a, b].filter(({ value }) => value === 'kiosk' || value === 'hub');
        for (const hub of hubs) note(hub.value);
        return plainEpisode(episode, {
          detector: 'co-sharing',
          subject: [
            [a.kind, a.value],
            [b.kind, b.value],
          ],
          shared: [TYPE[a.kind](a.value), TYPE[b.kind](b.value)],
          binds: hubs.length > 0 ? 'hub' : naiveBinds(events, episode, { standsAlone, isPlace }),
        });
      });
    }),
  );
  return { findings: byId(findings), hubs: [...kept].map(([id, count]) => `${id} ${count}`).toSorted() };
}

/** The share of each thing's users who are members, both multiplied, in basis points rounded down each time. */
function rarity(members: number, usersOfA: number, usersOfB: number): number {
  const [a, b] = [usersOfA, usersOfB].map((users) => Math.floor((members * 10_000) / users));
  return Math.floor((a * b) / 10_000);
}

function hubsOf({ devices, blocks, accounts }: ReturnType<typeof buildEventGraph>): HubCalendar {
  return {
    device: (device) => (devices.id(device) === 'kiosk' ? 'benign-sharing' : null),
    block: (block, at) => (blocks.id(block) === HUB_BLOCK && isHubDay(at) ? 'kind' : null),
    account: (account) => (accounts.id(account) === 'hub' ? 'counterparties' : null),
  };
}

test('co-sharing finds what a naive reading of the events gives', () => {
  let found = 0;
  let beside = 0;
  const kinds = new Set<string>();
  const options = fc.record({
    minUsers: fc.integer({ min: 2, max: 3 }),
    minRarity: fc.constantFrom(null, 100, 4_000, 10_000),
    window: fc.constantFrom(0, HOUR, 2 * DAY, 30 * DAY, Infinity),
  });
  const property = fc.property(useLogs(40), options, (log, set) => {
    const graph = buildEventGraph(log);
    const { findings, hubs, truncated } = coSharing.detect(graph, { ...set, maxUses: 1e9 }, hubsOf(graph));
    const wanted = naive(log, set);
    expect(byId(findings.map(plainFinding))).toEqual(wanted.findings);
    expect(hubs.map((hub) => `${hub.id} ${hub.keptOut}`).toSorted()).toEqual(wanted.hubs);
    expect(truncated).toEqual([]);
    for (const { strength, subject, circumstantial } of findings) {
      expect(Number.isInteger(strength) && strength > 0 && strength <= 10_000).toBe(true);
      for (const [kind] of subject) kinds.add(kind);
      found++;
      if (circumstantial) beside++;
    }
  });
  fc.assert(property, { numRuns: 500 });
  expect(found).toBeGreaterThan(1_000);
  expect(beside).toBeGreaterThan(50);
  expect([...kinds].toSorted()).toEqual(['block', 'device', 'email', 'nationalId', 'payee', 'phone']);
});

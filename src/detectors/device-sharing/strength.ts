import { registeredAt, type EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import { DAY } from '../../kernel/time.ts';
import type { EpisodeMember } from '../episode-fold.ts';
import type { DeviceHistory } from './device-history.ts';

const SETTLED = 90 * DAY;
/** Longest pause between one user and the next that still counts as using the device together. */
const HANDOVER = DAY;

export interface SharedDevice {
  readonly graph: EventGraph;
  readonly history: DeviceHistory;
  /** All members, at least two; the host among them. */
  readonly members: readonly EpisodeMember[];
  /** -1 for none. */
  readonly host: number;
  /** The last completing event: nothing after it is looked at. */
  readonly last: number;
  /** From which event on a user was seen on another device. */
  readonly usedAnotherSince: (user: number) => number;
}

/**
 * Rarity of the device x newness of the accounts x overlap in time x absence of other devices x weight of the tier,
 * each in whole basis points, rounded down (docs/algorithms/device-sharing.md). Time O(members x log).
 */
export function deviceStrength(shared: SharedDevice, weight: number): number {
  const factors = [rarity(shared), newness(shared), overlap(shared), absence(shared), weight];
  return factors.reduce((product, factor) => Math.floor((product * factor) / 10_000), 10_000);
}

/** Share of the device's users so far that are members: a device that half the town uses says little about three. */
function rarity({ history, members, last }: SharedDevice): number {
  return Math.floor((10_000 * members.length) / history.usersUpTo(last));
}

/** Mean over the suspects: 10,000 for an account made at its first counted use, 2,500 from 90 days on or unknown. */
function newness(shared: SharedDevice): number {
  const { graph } = shared;
  const suspects = suspectsOf(shared);
  let sum = 0;
  for (const { user, evidence } of suspects) {
    const registered = registeredAt(graph, user, evidence[0]) ?? -Infinity;
    const age = Math.min(graph.events.at[evidence[0]] - registered, SETTLED);
    sum += 10_000 - Math.floor((7_500 * age) / SETTLED);
  }
  return Math.floor(sum / suspects.length);
}

/**
 * 10,000 when every member came before those already there had been gone for a day, 5,000 when none did: a device
 * that was sold on is used by one owner after the other.
 */
function overlap({ graph, history, members, last }: SharedDevice): number {
  const { at } = graph.events;
  const stays = members
    .map(({ user }) => {
      const uses = history.usesOf(user);
      return { from: at[uses[0]], to: at[uses[lowerBound(uses, (event) => event > last) - 1]] };
    })
    .sort((a, b) => a.from - b.from);
  let busyUntil = stays[0].to;
  let together = 0;
  for (const { from, to } of stays.slice(1)) {
    if (from <= busyUntil + HANDOVER) together++;
    busyUntil = Math.max(busyUntil, to);
  }
  return 5_000 + Math.floor((5_000 * together) / (stays.length - 1));
}

/** 10,000 when no suspect was ever seen on another device, 5,000 when all were. */
function absence(shared: SharedDevice): number {
  const suspects = suspectsOf(shared);
  const without = suspects.filter(({ user }) => shared.usedAnotherSince(user) > shared.last).length;
  return 5_000 + Math.floor((5_000 * without) / suspects.length);
}

function suspectsOf({ members, host }: SharedDevice): EpisodeMember[] {
  return members.filter(({ user }) => user !== host);
}

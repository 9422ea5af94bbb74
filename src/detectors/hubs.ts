import { DAY, utcMidnight } from '../kernel/time.ts';
import type { EventGraph, Reference } from '../graph/event-graph.ts';
import type { HubReason } from '../graph/model/finding.ts';
import type { IpKind } from '../graph/model/ip.ts';
import { benignSharing, isEarlier } from './benign-sharing.ts';
import { busyAccounts } from './busy-accounts.ts';
import type { HubCalendar } from './detector.ts';
import { defaultsOf, integerOption, type OptionTable } from './options.ts';

export interface HubOptions {
  /** Distinct users in 90 days from which on a device or block can be a hub. */
  readonly hubUsers: number;
  /** Distinct counterparties in 7 days from which on an account can be a hub. */
  readonly hubCounterparties: number;
}

export const HUB_OPTIONS: OptionTable<HubOptions> = {
  hubUsers: integerOption(
    50,
    { min: 1 },
    {
      doc: 'Distinct users within 90 days from which on a device or IP block can count as a hub.',
      source: 'Expert estimate: beyond households, offices and most public devices.',
    },
  ),
  hubCounterparties: integerOption(
    500,
    { min: 1 },
    {
      doc: 'Distinct counterparties within 7 days from which on an account can count as a hub.',
      source: 'Expert estimate: a person has about 4 in 90 days, 60 at the 99th percentile.',
    },
  ),
};

const HUB_IP_KINDS: ReadonlySet<IpKind> = new Set(['carrier-nat', 'campus', 'hosting']);
const HUB_ACCOUNT_TYPES: ReadonlySet<string> = new Set(['merchant', 'employer', 'biller']);

/**
 * Answers whether a device, block or account is a hub on the UTC day of an instant (docs/algorithms/hubs.md).
 *
 * Only what happened before 00:00 UTC of that day and was observed by then is read, so the answer is one for the
 * whole day and no later event changes it. Where several reasons hold, the first of these is given:
 * kind or account type, allow-list, sharing or counterparties.
 *
 * Answers are worked out when asked for and kept. The first question about a device or block costs O(its uses) once;
 * then each further day costs O(its visits, one per user and day, + the uses within 90 days of its users). A target
 * with fewer than `hubUsers` users ever, or an account with fewer than `hubCounterparties` transfers, costs O(1).
 * Memory: one entry per question answered, and 20 bytes a visit of a target with `hubUsers` users or more.
 */
export function hubCalendar(
  graph: EventGraph,
  options: Partial<HubOptions> = defaultsOf(HUB_OPTIONS),
): HubCalendar {
  const { hubUsers, hubCounterparties } = { ...defaultsOf(HUB_OPTIONS), ...options };
  const facts = knownFacts(graph);
  const sharedDevice = benignSharing(graph, graph.deviceUses, hubUsers);
  const sharedBlock = benignSharing(graph, graph.blockUses, hubUsers);
  const busy = busyAccounts(graph, hubCounterparties);
  return {
    device: perDay(
      (device, midnight) =>
        statedHub('device', facts('device', device, midnight), midnight) ??
        (sharedDevice(device, midnight) ? 'benign-sharing' : null),
    ),
    block: perDay(
      (block, midnight) =>
        statedHub('block', facts('block', block, midnight), midnight) ??
        (sharedBlock(block, midnight) ? 'benign-sharing' : null),
    ),
    account: perDay(
      (account, midnight) =>
        statedHub('account', facts('account', account, midnight), midnight) ??
        (busy(account, midnight) ? 'counterparties' : null),
    ),
  };
}

/** What is said of one device, block or account. */
export type StatedFacts = Pick<Reference, 'ipKind' | 'accountType' | 'allowedUntil'>;

/** Why a thing is a hub on the day that begins at a midnight by what was known of it then, in event order. */
export function statedHub(
  on: Reference['on'],
  known: readonly StatedFacts[],
  midnight: number,
): HubReason | null {
  if (on === 'block') {
    const kind = latest(known, 'ipKind');
    if (kind !== undefined && HUB_IP_KINDS.has(kind)) return 'kind';
  }
  if (on === 'account') {
    const type = latest(known, 'accountType');
    if (type !== undefined && HUB_ACCOUNT_TYPES.has(type.trim().toLowerCase())) return 'account-type';
  }
  return isAllowed(known, midnight) ? 'allow-list' : null;
}

/** Days fit in 22 bits (years 0000 to 9999 are days -719,528 to 2,932,896), targets in the 31 above them. */
const DAY_SPAN = 2 ** 22;
const DAY_SHIFT = 1_000_000;

type Answer = (target: number, midnight: number) => HubReason | null;

function perDay(answer: Answer): Answer {
  const kept = new Map<number, HubReason | null>();
  return (target, at) => {
    const midnight = utcMidnight(at);
    const key = target * DAY_SPAN + midnight / DAY + DAY_SHIFT;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reason = answer(target, midnight);
    kept.set(key, reason);
    return reason;
  };
}

type Facts = (on: Reference['on'], target: number, midnight: number) => readonly Reference[];

/** References by what they are about, cut to those of earlier days; O(references) once, then O(those of the target). */
function knownFacts(graph: EventGraph): Facts {
  const { at, observedAt } = graph.events;
  const byTarget = {
    device: new Map<number, Reference[]>(),
    block: new Map<number, Reference[]>(),
    account: new Map<number, Reference[]>(),
  };
  for (const reference of graph.references) {
    const list = byTarget[reference.on].get(reference.target);
    if (list) list.push(reference);
    else byTarget[reference.on].set(reference.target, [reference]);
  }
  return (on, target, midnight) =>
    (byTarget[on].get(target) ?? []).filter(({ event }) => isEarlier(at[event], observedAt[event], midnight));
}

/** The value of a fact's latest reference in event order that says anything about it. */
function latest<Name extends 'ipKind' | 'accountType'>(
  known: readonly StatedFacts[],
  name: Name,
): StatedFacts[Name] {
  return known.findLast((reference) => reference[name] !== undefined)?.[name];
}

/** True while any entry is in force: an entry is ended by its expiry or by a retraction, not by a newer entry. */
function isAllowed(known: readonly StatedFacts[], midnight: number): boolean {
  return known.some(({ allowedUntil }) => allowedUntil !== undefined && midnight < allowedUntil);
}

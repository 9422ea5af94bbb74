import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import type { Event, EventOf } from '../../src/graph/model/event.ts';
import type { Finding } from '../../src/graph/model/finding.ts';
import type { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { inOrder, name, type NaiveEpisode } from './naive-episodes.ts';

// Logs of transfers, and what the detectors of money flow have in common, read slowly and sharing no code with them.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1, 20);

export type Transfer = EventOf<'transfer'>;

/** The merchant, which is one on every second day only, so that the day matters; another hub, of no type. */
const SHOP = 'shop';
const BIG = 'big';

export function isTypeHub(account: string, at: number): boolean {
  return account === SHOP && new Date(at).getUTCDate() % 2 === 0;
}

/** A calendar that says the same of the accounts of a graph. */
export function flowHubs({ accounts }: ReturnType<typeof buildEventGraph>): HubCalendar {
  return {
    device: () => null,
    block: () => null,
    account: (account, at) => {
      const id = accounts.id(account);
      if (isTypeHub(id, at)) return 'account-type';
      return id === BIG ? 'counterparties' : null;
    },
  };
}

/**
 * Which accounts pay which; anybody anybody, but mostly along lanes where such are given: each leads from one of its
 * payers to one of its payees.
 */
function ends(names: readonly string[], lanes: readonly Lane[]): fc.Arbitrary<readonly [string, string]> {
  const between = (payers: readonly string[], payees: readonly string[]) =>
    fc.tuple(fc.constantFrom(...payers), fc.constantFrom(...payees));
  const all = [...names, SHOP, BIG];
  return fc.oneof(
    { weight: 2, arbitrary: between(all, all) },
    ...lanes.map(([payers, payees]) => ({ weight: 2, arbitrary: between(payers, payees) })),
  );
}

type Lane = readonly [payers: readonly string[], payees: readonly string[]];

/** Few accounts, ties in time, windows met exactly, self-transfers, owners of several accounts, hostile names. */
export function transferLogs(
  maxLength: number,
  names: readonly string[] = ['a', 'b', 'c', 'A', '\u{ffee}', '\u{1f600}', '__proto__'],
  lanes: readonly Lane[] = [],
): fc.Arbitrary<Event[]> {
  const accounts = fc.constantFrom(...names, SHOP, BIG);
  const step = fc.record({
    ends: ends(names, lanes),
    pause: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 10, arbitrary: fc.constantFrom(1, HOUR, 2 * HOUR) },
      { weight: 1, arbitrary: fc.constantFrom(DAY, 3 * DAY) },
    ),
    minor: fc.constantFrom(80, 100, 100, 105, 106, 2 ** 53 - 1),
    currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
    received: fc.option(fc.constantFrom(95, 100), { freq: 6, nil: undefined }),
    source: fc.constantFrom('s', 'S', '\u{ffee}', '\u{1f600}'),
    salt: fc.nat(99),
  });
  const opening = fc.record({ account: accounts, user: fc.constantFrom('u', 'u', 'u', 'v'), at: fc.nat(4) });
  return fc
    .tuple(
      // Small and equal values, which are tried more often by default, make no crowds.
      fc.noBias(fc.array(step, { minLength: Math.floor(maxLength / 2), maxLength, size: 'max' })),
      fc.array(opening, { maxLength: 12, size: 'max' }),
    )
    .map(([steps, openings]) => {
      let at = START;
      const list = steps.map(
        ({ ends: [from, to], pause, minor, currency, received, source, salt }, i): Event => {
          at += pause;
          const money = { amount: { minor, currency } };
          const arrived = received === undefined ? {} : { received: { minor: received, currency } };
          return {
            kind: 'transfer',
            source,
            id: `${salt}-${i}`,
            at,
            observedAt: at,
            from,
            to,
            ...money,
            ...arrived,
          };
        },
      );
      const opened = openings.map(({ account, user, at: day }, i): Event => {
        const when = START - DAY + day * DAY;
        return {
          kind: 'account-opened',
          source: 's',
          id: `o${i}`,
          at: when,
          observedAt: when,
          account,
          user,
        };
      });
      return [shopOpens(), ...opened, ...list];
    });
}

function shopOpens(): Event {
  const at = START - 100 * DAY;
  const subject = { type: 'Account', id: SHOP } as const;
  return { kind: 'reference', source: 's', id: 'shop', at, observedAt: at, subject, accountType: 'merchant' };
}

/** The transfers in order, without those from an account to itself. */
export function flowsOf(log: readonly Event[]): Transfer[] {
  return inOrder(log).filter(
    (event): event is Transfer => event.kind === 'transfer' && event.from !== event.to,
  );
}

/** Those up to and with the i-th that are in its window. */
export function windowOf(flows: readonly Transfer[], i: number, window: number): Transfer[] {
  return flows.slice(0, i + 1).filter(({ at }) => at >= flows[i].at - window);
}

/** All of a finding but its strength and options, in a form that is easy to compare. */
export interface PlainFlow {
  readonly id: string;
  readonly subject: readonly unknown[];
  readonly first: string;
  readonly last: string;
  readonly peak: number;
  /** `id role since`, sorted. */
  readonly members: readonly string[];
  readonly evidence: readonly string[];
  readonly binds: string;
  readonly owners: readonly string[];
}

interface About {
  readonly detector: string;
  readonly subject: readonly string[];
  /** Role of each account of the subject that is a member beside those counted. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly roleOf: (counted: string) => string;
  /** The account that a counted thing is; itself unless said otherwise. */
  readonly accountOf?: (counted: string) => string;
}

export function plainNaiveFlow(
  log: readonly Event[],
  { completing, members }: NaiveEpisode,
  about: About,
): PlainFlow {
  const first = completing[0].event;
  const accountOf = about.accountOf ?? ((counted: string) => counted);
  const listed = new Map<string, { role: string; since: Event }>();
  for (const account of about.subject)
    if (Object.hasOwn(about.fixed, account))
      listed.set(account, { role: about.fixed[account], since: first });
  const uses: Event[] = [];
  for (const [counted, { since, uses: own }] of members) {
    const account = accountOf(counted);
    if (!listed.has(account)) listed.set(account, { role: about.roleOf(counted), since });
    uses.push(...own);
  }
  const known = inOrder(log).filter((event) => inOrder([event, first])[0] === event);
  const ownersOf = (account: string): string[] => [
    ...new Set(
      known.flatMap((one) => (one.kind === 'account-opened' && one.account === account ? [one.user] : [])),
    ),
  ];
  const then = [...listed].filter(([, { since }]) => since === first).map(([account]) => ownersOf(account));
  const isSelf = ['u', 'v'].some((user) => then.every((owners) => owners.includes(user)));
  const isHub = about.subject.some((account) => account === BIG || isTypeHub(account, first.at));
  return {
    id: createHash('sha256')
      .update(JSON.stringify([about.detector, 'v1', about.subject, [first.source, first.id]]))
      .digest('hex')
      .slice(0, 32),
    subject: about.subject,
    first: name(first),
    last: name(completing.at(-1)!.event),
    peak: Math.max(...completing.map(({ counted }) => counted.size)),
    members: [...listed].map(([account, { role, since }]) => `${account} ${role} ${name(since)}`).toSorted(),
    evidence: inOrder([...new Set(uses)]).map(name),
    binds: isHub ? 'hub' : isSelf ? 'self' : `${name(first)} beside another`,
    owners: [...listed.keys()]
      .flatMap((account) => ownersOf(account).map((user) => `${account} ${user}`))
      .toSorted(),
  };
}

export function plainFlow(finding: Finding): PlainFlow {
  return {
    id: finding.id,
    subject: finding.subject,
    first: name(finding.first),
    last: name(finding.last),
    peak: finding.peak,
    members: finding.members.map(({ id, role, since }) => `${id} ${role} ${name(since)}`).toSorted(),
    evidence: finding.evidence.map(([source, id]) => `${source}/${id}`),
    binds:
      typeof finding.binds === 'string'
        ? finding.binds
        : `${name(finding.binds)}${finding.circumstantial ? ' beside another' : ''}`,
    owners: finding.owners.map(({ account, user }) => `${account} ${user}`).toSorted(),
  };
}

export function byFlowId(findings: readonly PlainFlow[]): PlainFlow[] {
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export const WINDOWS = fc.constantFrom(0, HOUR, 5 * HOUR, DAY, 3 * DAY, Infinity);

/** Whether what was sent lies within the bounds of what arrived; two currencies can't be compared. */
export function keepsWithin(
  arriving: readonly Transfer[],
  leaving: readonly Transfer[],
  rule: { readonly minRetention: number | null; readonly maxRetention: number | null },
): boolean {
  if (rule.minRetention === null && rule.maxRetention === null) return true;
  const arrived = arriving.map(({ received, amount }) => received ?? amount);
  const sent = leaving.map(({ amount }) => amount);
  if (new Set([...arrived, ...sent].map(({ currency }) => currency)).size > 1) return false;
  const sum = (list: readonly { minor: number }[]) =>
    list.reduce((all, { minor }) => all + BigInt(minor), 0n);
  const [was, is] = [sum(arrived), sum(sent) * 10_000n];
  return (
    is >= was * BigInt(rule.minRetention ?? 0) &&
    (rule.maxRetention === null || is <= was * BigInt(rule.maxRetention))
  );
}

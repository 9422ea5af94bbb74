import type { Event, EventOf } from '../../src/graph/model/event.ts';
import {
  DAYS,
  isScoredEvent,
  known,
  nameOf,
  payer,
  thingsUsed,
  type NaiveLog,
  type NaiveTie,
} from './naive-live-log.ts';

const HOPS = 2;

/** The features of the graph of one transaction, each worked out by itself; those of communities are worked out in naive-communities.ts, those of rings not at all. */
export function naiveGraphFeatures(log: NaiveLog): Record<string, number> {
  return { ...sharingOf(log), ...componentOf(log), ...flowsOf(log), ...fraudOf(log) };
}

function sharingOf(log: NaiveLog): Record<string, number> {
  const { row } = log;
  const who = log.who(row);
  const [device, block] = ['device:', 'block:'].map((kind) =>
    thingsUsed(row).find((one) => one.startsWith(kind)),
  );
  const used = log.ties(log.uses());
  const users = (thing: string | undefined, span: number) => {
    if (thing === undefined) return NaN;
    const tied = used.filter((tie) => tie.thing === thing && tie.last >= row.at - span);
    return new Set([...tied.map(({ user }) => user), ...(who === undefined ? [] : [who])]).size;
  };
  const age = (ties: readonly NaiveTie[], user: string | undefined, thing: string | undefined) => {
    if (user === undefined || thing === undefined) return NaN;
    const tie = ties.find((one) => one.user === user && one.thing === thing);
    return tie ? Math.max(0, row.at - tie.first) / DAYS : 0;
  };
  const hub = (thing: string | undefined) => (thing === undefined ? NaN : Number(log.isStatedHub(thing)));
  return {
    device_users_24h: users(device, DAYS),
    device_users_7d: users(device, 7 * DAYS),
    device_users_90d: users(device, 90 * DAYS),
    ip_users_24h: users(block, DAYS),
    ip_users_7d: users(block, 7 * DAYS),
    ip_users_90d: users(block, 90 * DAYS),
    device_is_hub: hub(device),
    ip_is_hub: hub(block),
    shared_weight: who === undefined ? NaN : weight(log, who),
    device_tie_age_days: age(used, who, device),
    ip_tie_age_days: age(used, who, block),
    payee_tie_age_days: row.kind === 'transfer' ? age(log.moneyTies(), row.from, row.to) : NaN,
  };
}

function weight(log: NaiveLog, who: string): number {
  const pairs = [...log.sharing(), ...thingsUsed(log.row).map((thing) => ({ user: who, thing }))];
  const mine = new Set(pairs.flatMap(({ user, thing }) => (user === who ? [thing] : [])));
  let total = 0;
  for (const thing of mine) {
    if (thing.startsWith('account:') || log.isStatedHub(thing)) continue;
    const users = new Set(pairs.flatMap((pair) => (pair.thing === thing ? [pair.user] : [])));
    if (users.size >= 2) total += 1 / Math.log2(users.size);
  }
  return total;
}

function componentOf(log: NaiveLog): Record<string, number> {
  const who = log.who(log.row);
  if (who === undefined) return { component_users: NaN, component_density: NaN };
  const made = tiesEverMade(log);
  const inside = new Set([`user:${who}`]);
  for (let size = 0; size < inside.size;) {
    size = inside.size;
    for (const [user, thing] of made) if (inside.has(user) || inside.has(thing)) inside.add(user).add(thing);
  }
  const ties = made.filter(([user]) => inside.has(user)).length;
  const users = [...inside].filter((one) => one.startsWith('user:')).length;
  const things = inside.size - users;
  return {
    component_users: users,
    component_density: things === 0 ? 0 : Math.min(1, ties / (users * things)),
  };
}

/** A tie is made by the first use, and by the next after 90 days without any; by each value that comes to be carried. */
function tiesEverMade(log: NaiveLog): (readonly [user: string, thing: string])[] {
  const made: (readonly [string, string])[] = [];
  const last = new Map<string, number>();
  for (const { user, thing, at, learned, event } of log.uses()) {
    const key = `${user}\0${thing}`;
    const isAlive = (last.get(key) ?? -Infinity) >= learned - 90 * DAYS;
    last.set(key, isAlive ? Math.max(at, last.get(key)!) : at);
    if (!isAlive && thing.startsWith('device:') && !log.isStatedHub(thing, event))
      made.push([`user:${user}`, thing]);
  }
  for (const { user, thing } of log.carryings()) if (thing !== null) made.push([`user:${user}`, thing]);
  return made;
}

function flowsOf(log: NaiveLog): Record<string, number> {
  const { row } = log;
  const from = payer(row);
  const to = row.kind === 'transfer' ? row.to : undefined;
  const transfers = log.of('transfer');
  const ties = log.moneyTies();
  if (row.kind === 'transfer' && row.from !== row.to)
    ties.push({ user: row.from, thing: row.to, first: row.at, last: row.at });
  const fans = (account: string | undefined, days: number, side: 'user' | 'thing') =>
    account === undefined
      ? NaN
      : new Set(
          ties
            .filter((tie) => tie[side] === account && tie.last >= row.at - days * DAYS)
            .map((tie) => (side === 'user' ? tie.thing : tie.user)),
        ).size;
  const got = transfers
    .filter((event) => event.to === from)
    .map((event) => ({ at: event.at, minor: (event.received ?? event.amount).minor }));
  const passed = (days: number) => {
    const start = row.at - days * DAYS;
    const paid = log.prior.filter((one) => payer(one) === from && one.at >= start);
    const out = row.amount.minor + paid.reduce((total, { amount }) => total + amount.minor, 0);
    const received = got.reduce((total, { at, minor }) => total + (at >= start ? minor : 0), 0);
    return out === 0 ? NaN : received / out;
  };
  const latest = got.toSorted((a, b) => a.at - b.at).at(-1);
  const named = Object.fromEntries(
    [1, 7].flatMap((days) => {
      const window = days === 1 ? '24h' : '7d';
      return [
        [`payer_fan_out_${window}`, fans(from, days, 'user')],
        [`payer_fan_in_${window}`, fans(from, days, 'thing')],
        [`payee_fan_in_${window}`, fans(to, days, 'thing')],
        [`payee_fan_out_${window}`, fans(to, days, 'user')],
        [`payer_pass_through_${window}`, passed(days)],
      ];
    }),
  ) as Record<string, number>;
  return {
    ...named,
    amount_to_last_received:
      latest && latest.at >= row.at - 7 * DAYS && latest.minor > 0 ? row.amount.minor / latest.minor : NaN,
    loop_accounts: to === undefined ? NaN : loop(log, from, to),
    loop_walk_is_cut: to === undefined ? NaN : 0,
  };
}

/** Tries every way from the payee to the payer. */
function loop(log: NaiveLog, from: string, to: string): number {
  if (from === to) return 0;
  const ties = log.moneyTies().filter(({ last }) => last >= log.row.at - 7 * DAYS);
  const ways = (account: string, left: number): number => {
    if (account === from) return 0;
    if (left === 0 || (account !== to && log.isStatedHub(`account:${account}`))) return Infinity;
    return (
      1 +
      Math.min(Infinity, ...ties.flatMap((tie) => (tie.user === account ? [ways(tie.thing, left - 1)] : [])))
    );
  };
  const shortest = ways(to, 4);
  return shortest === Infinity ? 0 : shortest + 1;
}

interface Blame {
  readonly users: ReadonlySet<string>;
  readonly things: ReadonlySet<string>;
}

/** Who and what the labels known by now blame. */
function blamed(log: NaiveLog): Blame {
  const newest = new Map<string, EventOf<'label'>>();
  for (const label of log.of('label')) newest.set(JSON.stringify(label.subject), label);
  const users = new Set<string>();
  const things = new Set<string>();
  for (const label of newest.values()) {
    if (label.verdict !== 'fraud') continue;
    const { subject, axis, role } = label;
    if (subject.type === 'Event') blameEvent(log, label, users, things);
    else if (axis === 'scam' || role === 'victim') continue;
    else if (subject.type === 'User') users.add(subject.id);
    else things.add(nameOf(subject)!);
  }
  return { users, things };
}

function blameEvent(log: NaiveLog, label: EventOf<'label'>, users: Set<string>, things: Set<string>): void {
  const target = eventOf(log, label);
  if (!target) return;
  const { axis } = label;
  const owner = isScoredEvent(target)
    ? (target.user ??
      log
        .of('account-opened')
        .find((event) => event.account === payer(target) && isLearnedBefore(log, event, label))?.user)
    : 'user' in target
      ? target.user
      : undefined;
  if (axis !== 'scam')
    for (const thing of thingsUsed(target)) if (thing.startsWith('device:')) things.add(thing);
  if (axis === 'scam' || axis === 'third-party') {
    if (target.kind === 'transfer') things.add(`account:${target.to}`);
  } else if (owner !== undefined) users.add(owner);
}

function isLearnedBefore(log: NaiveLog, event: Event, other: Event): boolean {
  return log.facts.indexOf(event) < log.facts.indexOf(other);
}

/** What a label is about, if it was known by the label's instant. */
function eventOf(log: NaiveLog, { subject, ...label }: EventOf<'label'>): Event | undefined {
  const by = Math.max(label.at, label.observedAt);
  return log.everKnown.find(
    (event) =>
      'source' in subject && event.source === subject.source && event.id === subject.id && known(event) <= by,
  );
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly cost: 0 | 1;
}

/** All steps a walk towards fraud may take between users and accounts, by what they share and pay. */
function steps(log: NaiveLog): Edge[] {
  const pairs = log.sharing();
  const edges: Edge[] = [];
  const start = `account:${payer(log.row)}`;
  for (const thing of thingsUsed(log.row))
    for (const other of pairs)
      if (other.thing === thing && !log.isStatedHub(thing))
        edges.push({ from: start, to: `user:${other.user}`, cost: 1 });
  for (const { user, thing } of pairs) {
    if (!thing.startsWith('account:')) continue;
    edges.push({ from: `user:${user}`, to: thing, cost: 0 });
    if (!log.isStatedHub(thing)) edges.push({ from: thing, to: `user:${user}`, cost: 0 });
  }
  for (const { user, thing } of pairs) {
    if (thing.startsWith('account:') || log.isStatedHub(thing)) continue;
    for (const other of pairs)
      if (other.thing === thing && other.user !== user)
        edges.push({ from: `user:${user}`, to: `user:${other.user}`, cost: 1 });
  }
  for (const { user: from, thing: to } of log.moneyTies()) {
    const [a, b] = [`account:${from}`, `account:${to}`];
    if (!log.isStatedHub(a)) edges.push({ from: a, to: b, cost: 1 });
    if (!log.isStatedHub(b)) edges.push({ from: b, to: a, cost: 1 });
  }
  return edges;
}

function fraudOf(log: NaiveLog): Record<string, number> {
  const { row } = log;
  const who = log.who(row);
  const { users, things } = blamed(log);
  const edges = steps(log);
  const far = new Map([[`account:${payer(row)}`, 0]]);
  if (who !== undefined) far.set(`user:${who}`, 0);
  // Bellman and Ford: until nothing gets nearer.
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to, cost } of edges) {
      const way = (far.get(from) ?? Infinity) + cost;
      // At the last hop the accounts of a user are not looked at.
      if (cost === 0 && way === HOPS && from.startsWith('user:')) continue;
      if (way >= (far.get(to) ?? Infinity)) continue;
      far.set(to, way);
      changed = true;
    }
  }
  const held = log.sharing().filter(({ thing }) => !thing.startsWith('account:'));
  const distances = [...far].flatMap(([node, hops]) => {
    const isBlamed = node.startsWith('user:') ? users.has(node.slice(5)) : things.has(node);
    const near = held.some(({ user, thing }) => node === `user:${user}` && things.has(thing));
    return [...(isBlamed ? [hops] : []), ...(near ? [hops + 1] : [])];
  });
  if (thingsUsed(row).some((thing) => things.has(thing))) distances.push(1);
  const beside = [...far].flatMap(([node, hops]) =>
    hops === 1 && node.startsWith('user:') ? [node.slice(5)] : [],
  );
  const payee = row.kind === 'transfer' ? `account:${row.to}` : undefined;
  const owners = log.sharing().flatMap(({ user, thing }) => (thing === payee ? [user] : []));
  const device = thingsUsed(row).find((thing) => thing.startsWith('device:'));
  return {
    fraud_distance: Math.min(HOPS + 1, ...distances),
    neighbours: beside.length,
    fraud_neighbour_share:
      beside.length === 0 ? 0 : beside.filter((one) => users.has(one)).length / beside.length,
    fraud_walk_is_cut: 0,
    device_is_known_bad: device === undefined ? NaN : Number(things.has(device)),
    payee_is_known_bad:
      payee === undefined ? NaN : Number(things.has(payee) || owners.some((owner) => users.has(owner))),
  };
}

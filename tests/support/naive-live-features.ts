import type { Event } from '../../src/graph/model/event.ts';
import { naiveCommunities } from './naive-communities.ts';
import { balanceAt } from './naive-records.ts';
import { naiveGraphFeatures } from './naive-live-graph.ts';
import { DAYS, isScoredEvent, known, NaiveLog, payer, thingsUsed, type Scored } from './naive-live-log.ts';

const HOURS = 3_600_000;
const MINUTES = 60_000;

/** Every feature of one transaction of a log by name, each worked out by itself; NaN where it is missing. */
export function naiveFeatures(events: readonly Event[], row: Scored): Readonly<Record<string, number>> {
  const log = new NaiveLog(events, row);
  return {
    ...windows(log),
    ...money(log),
    ...deviceFeatures(log),
    ...behaviour(log),
    ...balances(log.row),
    ...naiveGraphFeatures(log),
    ...communityOf(log, events),
  };
}

function communityOf(log: NaiveLog, events: readonly Event[]): Record<string, number> {
  const who = log.who(log.row);
  if (who === undefined) return { community_users: NaN, community_density: NaN };
  const midnight = Math.floor(log.now / DAYS) * DAYS;
  const { users, density } = naiveCommunities(events, midnight).get(who) ?? { users: 0, density: 0 };
  return { community_users: users, community_density: density };
}

function clockOf(log: NaiveLog, row: Scored): { hour: number; weekday: number } {
  const who = log.who(row);
  const said = log.before(row).filter((event) => {
    if (event.kind === 'registration') return event.user === who && event.timeZone !== undefined;
    return event.kind === 'profile-change' && event.user === who && event.field === 'timeZone';
  });
  said.sort((a, b) => a.at - b.at);
  const last = said.at(-1);
  const zone = last?.kind === 'registration' ? last.timeZone : last && 'value' in last ? last.value : 'UTC';
  const text = new Date(row.at).toLocaleString('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  });
  const [weekday, hour] = text.split(', ');
  return {
    hour: Number(hour),
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1,
  };
}

function windows(log: NaiveLog): Record<string, number> {
  const { row, rows } = log;
  const who = log.who(row);
  const isNight = (one: Scored) => {
    const { hour } = clockOf(log, one);
    return hour >= 22 || hour < 6;
  };
  const mine = rows.filter((one) => who !== undefined && log.who(one) === who);
  const since = (span: number) => mine.filter((one) => one.at >= row.at - span);
  const connections = (span: number) =>
    log.of('bank-connection').filter((event) => event.user === who && event.at >= row.at - span).length;
  const { hour, weekday } = clockOf(log, row);
  const own = (value: number) => (who === undefined ? NaN : value);
  return {
    amount: row.amount.minor,
    is_transfer: row.kind === 'transfer' ? 1 : 0,
    txn_count_5m: own(since(5 * MINUTES).length),
    txn_count_1h: own(since(HOURS).length),
    spend_1h: own(
      sum(
        since(HOURS).flatMap(({ amount }) => (amount.currency === row.amount.currency ? [amount.minor] : [])),
      ),
    ),
    velocity_24h: own(since(DAYS).length),
    velocity_7d: own(since(7 * DAYS).length),
    is_off_hours: isNight(row) ? 1 : 0,
    off_hours_count_7d: own(since(7 * DAYS).filter(isNight).length),
    bank_connections_24h: own(connections(DAYS)),
    bank_connections_7d: own(connections(7 * DAYS)),
    bank_connections_avg_30d: own(connections(30 * DAYS) / 30),
    hour,
    weekday,
  };
}

function money(log: NaiveLog): Record<string, number> {
  const { row, rows } = log;
  const who = log.who(row);
  const balanceOf = (one: Scored): number =>
    (one.kind === 'transfer' ? one.balances?.fromBefore : undefined) ??
    balanceAt(payer(one), one.amount.currency, [...log.before(one), ...between(log, one)]) ??
    NaN;
  const mine = rows.filter(
    (one) => who !== undefined && log.who(one) === who && one.amount.currency === row.amount.currency,
  );
  const end = Math.max(...mine.map(({ at }) => at));
  const window = mine.filter(({ at }) => at >= end - 30 * DAYS);
  const amounts = window.map(({ amount }) => amount.minor);
  const statements = window.map(balanceOf).filter((balance) => !Number.isNaN(balance));
  const middle = sum(statements) / statements.length;
  const spread = Math.sqrt(sum(statements.map((one) => (one - middle) ** 2)) / (statements.length - 1));
  const isFlat = statements.every((one) => one === statements[0]);
  const z = statements.length < 2 || isFlat ? NaN : (balanceOf(row) - middle) / spread;
  const own = (value: number) => (who === undefined ? NaN : value);
  return {
    amount_to_avg_ratio_30d: own(over(row.amount.minor, sum(amounts) / amounts.length)),
    max_amount_30d: own(Math.max(...amounts)),
    balance_volatility_z_score: own(z),
    balance_to_transaction_ratio: over(balanceOf(row), row.amount.minor),
  };
}

/** Peers of the instant before one, which its balance knows though the row of this glance may come before them. */
function between(log: NaiveLog, one: Scored): Scored[] {
  const place = log.rows.indexOf(one);
  return log.rows.slice(0, place).filter((other) => !log.facts.includes(other));
}

function deviceFeatures(log: NaiveLog): Record<string, number> {
  const { row, prior } = log;
  const before = prior.filter(({ device }) => device !== undefined && device === row.device);
  const all = [...before, row];
  const blocks = all.flatMap((one) => thingsUsed(one).filter((thing) => thing.startsWith('block:')));
  const channelOf = (one: Scored) => channel(log, log.who(one), one);
  const channels = all.flatMap((one) => channelOf(one) ?? []);
  const same = all.filter(({ amount }) => amount.currency === row.amount.currency);
  const mean = sum(same.map(({ amount }) => amount.minor)) / same.length;
  const times = before.map(({ at }) => at);
  const own = (value: number) => (row.device === undefined ? NaN : value);
  const registered = Math.min(
    ...log.of('registration').flatMap((event) => (event.user === log.who(row) ? [event.at] : [])),
  );
  return {
    txn_count: own(all.length),
    device_ip_consistency: own(new Set(blocks).size <= 1 ? 1 : 0),
    device_source_consistency: own(new Set(channels).size <= 1 ? 1 : 0),
    time_setup_to_txn_seconds: registered === Infinity ? NaN : (row.at - registered) / 1000,
    time_since_last_device_txn: own(
      before.length === 0 ? 0 : Math.max(0, row.at - Math.max(...times)) / 1000,
    ),
    purchase_deviation_from_device_mean: own(row.amount.minor - mean),
    device_lifespan: own(before.length === 0 ? 0 : Math.max(0, row.at - Math.min(...times)) / 1000),
  };
}

/** The channel of the earliest registration known when a transaction came; of an earlier one that names one. */
function channel(log: NaiveLog, who: string | undefined, one: Scored): string | undefined {
  let earliest = Infinity;
  let found: string | undefined;
  for (const event of log.of('registration')) {
    if (event.user !== who || known(event) > known(one) || event.at >= earliest) continue;
    earliest = event.at;
    found = event.channel ?? found;
  }
  return found;
}

function behaviour(log: NaiveLog): Record<string, number> {
  const { row } = log;
  const who = log.who(row);
  const used = log.ties(log.uses());
  const fresh = (first: number | undefined) => (first === undefined || row.at - first < DAYS ? 1 : 0);
  const tie = (thing: string | undefined) =>
    who === undefined || thing === undefined
      ? NaN
      : fresh(used.find((one) => one.user === who && one.thing === thing)?.first);
  const things = thingsUsed(row);
  const risks = log
    .of('reference')
    .filter(
      ({ subject, merchantRisk }) =>
        row.kind === 'payment' && subject.id === row.merchant && merchantRisk !== undefined,
    )
    .sort((a, b) => a.at - b.at);
  const changed = (field: string) => {
    const at = log
      .of('profile-change')
      .flatMap((event) => (event.user === who && event.field === field ? [event.at] : []));
    return at.length === 0 ? NaN : Math.max(0, row.at - Math.max(...at)) / HOURS;
  };
  const opened = log
    .of('account-opened')
    .flatMap((event) => (event.account === payer(row) ? [event.at] : []));
  return {
    new_device: tie(things.find((thing) => thing.startsWith('device:'))),
    new_ip: tie(things.find((thing) => thing.startsWith('block:'))),
    new_merchant:
      row.kind === 'payment' && who !== undefined
        ? fresh(log.shopTies().find(({ user, thing }) => user === who && thing === row.merchant)?.first)
        : NaN,
    new_payee:
      row.kind === 'transfer'
        ? fresh(log.moneyTies().find(({ user, thing }) => user === row.from && thing === row.to)?.first)
        : NaN,
    ...travel(log, who),
    merchant_risk_score: risks.at(-1)?.merchantRisk ?? NaN,
    email_change_age_hours: changed('email'),
    phone_change_age_hours: changed('phone'),
    account_age_days: opened.length === 0 ? NaN : Math.max(0, row.at - Math.min(...opened)) / DAYS,
  };
}

function travel(log: NaiveLog, who: string | undefined): Record<string, number> {
  const { row } = log;
  const nowhere = { distance_km: NaN, speed_kmh: NaN, impossible_travel: NaN };
  const seen = log.facts
    .flatMap((event) => {
      if (event.kind !== 'session' && event.kind !== 'payment') return [];
      const user = isScoredEvent(event) ? log.who(event) : event.user;
      return user === who && who !== undefined && event.location ? [{ ...event.location, at: event.at }] : [];
    })
    .sort((a, b) => a.at - b.at)
    .slice(-16)
    .filter(({ at }) => at <= row.at);
  const visit = seen.at(-1);
  const own = row.kind === 'payment' ? row.location : undefined;
  const here = own ? { ...own, at: row.at } : visit && visit.at >= row.at - 30 * MINUTES ? visit : undefined;
  if (!here || who === undefined) return nowhere;
  const before = seen.findLast(
    (place) => place.at <= here.at && (here.at - place.at > 30 * MINUTES || apart(place, here) > 100),
  );
  if (!before) return nowhere;
  const km = apart(here, before);
  const kmh = km / Math.max(1 / 60, (here.at - before.at) / HOURS);
  return { distance_km: km, speed_kmh: kmh, impossible_travel: km > 100 && kmh > 1000 ? 1 : 0 };
}

/** By the spherical law of cosines, where the engine has haversines. */
function apart(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  if (a.lat === b.lat && a.lon === b.lon) return 0;
  const rad = Math.PI / 180;
  const cosine =
    Math.sin(a.lat * rad) * Math.sin(b.lat * rad) +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.cos((a.lon - b.lon) * rad);
  return 6371.0088 * Math.acos(Math.min(1, cosine));
}

function balances(row: Scored): Record<string, number> {
  const said = (row.kind === 'transfer' ? row.balances : undefined) ?? {};
  const { fromBefore = NaN, fromAfter = NaN, toBefore = NaN, toAfter = NaN } = said;
  const received = row.kind === 'transfer' ? (row.received ?? row.amount).minor : NaN;
  return {
    old_balance_orig: fromBefore,
    new_balance_orig: fromAfter,
    old_balance_dest: toBefore,
    new_balance_dest: toAfter,
    error_balance_orig: fromAfter + row.amount.minor - fromBefore,
    error_balance_dest: toBefore + received - toAfter,
    drains_account: Number.isNaN(fromBefore + fromAfter) ? NaN : Number(fromBefore > 0 && fromAfter === 0),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function over(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole;
}

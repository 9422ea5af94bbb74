import { eventKey, type Event, type EventOf } from '../../src/graph/model/event.ts';
import { recordId } from '../../src/features/records/record-id.ts';
import { DAY } from '../../src/kernel/time.ts';

/**
 * The columns of docs/records.md, each worked out by itself from the list of all events: for every row everything is
 * looked through again. Numbers stay numbers; null where there is nothing.
 */
export interface NaiveRow {
  readonly [column: string]: unknown;
}

type Transaction = EventOf<'payment' | 'transfer'>;
const isTransaction = (event: Event): event is Transaction =>
  event.kind === 'payment' || event.kind === 'transfer';

/** @param events in event order */
export function naiveRecords(events: readonly Event[]): NaiveRow[] {
  const place = new Map(events.map((event, i) => [event, i]));
  const before = (a: Event, b: Event) => place.get(a)! < place.get(b)!;
  /** What was known at a row's instant, in the order in which it was learned. */
  const learnedBy = (row: Event) =>
    events
      .filter((event) => Math.max(event.at, event.observedAt) <= row.at)
      .filter((event) => event.observedAt > event.at || before(event, row))
      .sort(
        (a, b) =>
          Math.max(a.at, a.observedAt) - Math.max(b.at, b.observedAt) ||
          // What came late is learned before what happens at that instant.
          Number(b.observedAt > b.at) - Number(a.observedAt > a.at) ||
          place.get(a)! - place.get(b)!,
      );
  const owner = (account: string, known: readonly Event[]) =>
    known.find((event) => event.kind === 'account-opened' && event.account === account) as
      EventOf<'account-opened'> | undefined;
  const paying = (row: Transaction) => (row.kind === 'payment' ? row.account : row.from);
  const userOf = (row: Transaction) => row.user ?? owner(paying(row), learnedBy(row))?.user;
  const rows = events.filter(
    (event): event is Transaction => isTransaction(event) && userOf(event) !== undefined,
  );

  const balanceBefore = (row: Transaction): number | null => {
    if (row.kind === 'transfer' && row.balances?.fromBefore !== undefined) return row.balances.fromBefore;
    return balanceAt(paying(row), row.amount.currency, learnedBy(row));
  };
  const peersAndBefore = (row: Transaction, days: number) =>
    rows.filter(
      (other) =>
        userOf(other) === userOf(row) &&
        other.at <= row.at &&
        other.at >= row.at - days * DAY &&
        (other === row || other.observedAt <= row.at),
    );
  const isNight = (row: Transaction) => {
    const zone = latest(learnedBy(row), userOf(row)!, 'timeZone')?.value ?? 'UTC';
    const hour = Number(
      new Date(row.at).toLocaleString('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }),
    );
    return hour >= 22 || hour < 6;
  };
  const connections = (row: Transaction, days: number) =>
    events.filter(
      (event) =>
        event.kind === 'bank-connection' &&
        event.user === userOf(row) &&
        event.at <= row.at &&
        event.observedAt <= row.at &&
        event.at >= row.at - days * DAY,
    ).length;
  const risk = (row: Transaction) => {
    if (row.kind === 'transfer') return null;
    const facts = learnedBy(row).filter(
      (event): event is EventOf<'reference'> =>
        event.kind === 'reference' && event.subject.id === row.merchant && event.merchantRisk !== undefined,
    );
    return last(facts.sort((a, b) => a.at - b.at))?.merchantRisk ?? null;
  };

  const verdictOf = (about: (subject: EventOf<'label'>['subject']) => boolean) => {
    const labels = events
      .filter((event): event is EventOf<'label'> => event.kind === 'label' && about(event.subject))
      .sort((a, b) => a.observedAt - b.observedAt || place.get(a)! - place.get(b)!);
    if (labels.length === 0) return undefined;
    const isFraud = ({ verdict, subject, axis, role }: EventOf<'label'>) =>
      verdict === 'fraud' &&
      (subject.type === 'Event' ||
        (axis !== 'scam' && !['victim', 'bystander', 'host', 'identifier'].includes(role ?? '')));
    if (!isFraud(labels[labels.length - 1])) return null;
    const lastOther = labels.findLastIndex((label) => !isFraud(label));
    return { first: labels[lastOther + 1], newest: labels[labels.length - 1] };
  };
  const ofEvent = (row: Event) =>
    verdictOf(
      (subject) => subject.type === 'Event' && subject.source === row.source && subject.id === row.id,
    );
  const ofUser = (user: string) => verdictOf((subject) => subject.type === 'User' && subject.id === user);
  const everOwner = (row: Transaction) =>
    row.user ??
    owner(
      paying(row),
      events.filter((event) => event.kind === 'account-opened'),
    )?.user;
  const frauds = (user: string) =>
    events.filter(
      (event): event is Transaction =>
        isTransaction(event) && everOwner(event) === user && Boolean(ofEvent(event)),
    );

  return rows.map((row, index) => {
    const user = userOf(row)!;
    const known = learnedBy(row);
    const month = peersAndBefore(row, 30).filter((other) => other.amount.currency === row.amount.currency);
    const amounts = month.map((other) => other.amount.minor);
    const balance = balanceBefore(row);
    const balances = month.map(balanceBefore).filter((value): value is number => value !== null);
    const meanBalance = balances.length === 0 ? null : mean(balances);
    const deviation = sampleDeviation(balances);
    const zScore = balance === null || deviation === 0 ? null : (balance - meanBalance!) / deviation;
    const ratio = mean(amounts) === 0 ? null : row.amount.minor / mean(amounts);
    const changed = (field: string) =>
      last(
        known
          .filter((event) => event.kind === 'profile-change' && event.user === user && event.field === field)
          .sort((a, b) => a.at - b.at),
      )?.at ?? null;
    const labelled = frauds(user);
    const own = ofUser(user);
    const verdict = ofEvent(row) !== undefined ? ofEvent(row) : labelled.length > 0 ? undefined : own;
    const fraud =
      labelled.length > 0
        ? {
            at: Math.min(...labelled.map(({ at }) => at)),
            confirmedAt: Math.min(...labelled.map((event) => ofEvent(event)!.first.observedAt)),
          }
        : own
          ? { at: own.first.at, confirmedAt: own.first.observedAt }
          : null;
    return {
      id: index + 1,
      record_id: recordId(eventKey(row)),
      user_id: user,
      full_name: latest(known, user, 'name')?.value ?? null,
      email: latest(known, user, 'email')?.value ?? null,
      phone: latest(known, user, 'phone')?.value ?? null,
      transaction_timestamp: row.at,
      is_off_hours_txn: isNight(row),
      available_balance: balance,
      balance_to_transaction_ratio:
        balance === null || row.amount.minor === 0 ? null : balance / row.amount.minor,
      avg_available_balance_30d: meanBalance,
      balance_volatility_z_score: zScore,
      bank_connections_count_24h: connections(row, 1),
      bank_connections_count_7d: connections(row, 7),
      bank_connections_avg_30d: connections(row, 30) / 30,
      amount: row.amount.minor,
      amount_to_avg_ratio: ratio,
      merchant_risk_score: risk(row),
      is_returned: events.some(
        (event) =>
          event.kind === 'settlement' &&
          event.status === 'returned' &&
          event.of[0] === row.source &&
          event.of[1] === row.id,
      ),
      email_changed_at: changed('email'),
      phone_changed_at: changed('phone'),
      is_fraudulent: Boolean(verdict),
      fraud_type: verdict ? (verdict.newest.type?.replaceAll('-', '_') ?? null) : null,
      created_at: Math.max(row.at, row.observedAt),
      sequence_number: rows.filter((other) => userOf(other) === user && !before(row, other)).length,
      fraud_confirmed_at: fraud?.confirmedAt ?? null,
      is_pre_fraud: fraud !== null && row.at < fraud.confirmedAt,
      days_to_fraud: fraud === null ? null : (fraud.at - row.at) / DAY,
      is_train_eligible: fraud === null || row.at < fraud.confirmedAt,
      velocity_24h: peersAndBefore(row, 1).length,
      velocity_7d: peersAndBefore(row, 7).length,
      max_amount_30d: Math.max(...amounts),
      off_hours_count_7d: peersAndBefore(row, 7).filter(isNight).length,
    };
  });
}

/** What is on an account in a currency, by what was learned in that order; null when it is not known. */
export function balanceAt(account: string, currency: string, learned: readonly Event[]): number | null {
  let state: { minor: number; currency: string; statedAt: number } | null = null;
  const say = (minor: number, code: string, at: number) => {
    if (!state || state.statedAt <= at) state = { minor, currency: code, statedAt: at };
  };
  const book = (minor: number, code: string, at: number) => {
    if (!state || at < state.statedAt) return;
    state = code === state.currency ? { ...state, minor: state.minor + minor } : null;
  };
  for (const event of learned) {
    if (event.kind === 'balance' && event.account === account)
      say(event.available.minor, event.available.currency, event.at);
    if (event.kind === 'payment' && event.account === account)
      book(-event.amount.minor, event.amount.currency, event.at);
    if (event.kind !== 'transfer') continue;
    const { from, to, amount, received, balances, at } = event;
    const got = received ?? amount;
    if (from === account)
      if (balances?.fromAfter === undefined) book(-amount.minor, amount.currency, at);
      else say(balances.fromAfter, amount.currency, at);
    if (to === account)
      if (balances?.toAfter === undefined) book(got.minor, got.currency, at);
      else say(balances.toAfter, got.currency, at);
  }
  const known = state as { minor: number; currency: string } | null;
  return known?.currency === currency ? known.minor : null;
}

/** The newest value of a field of a user, by the time of the event. */
function latest(
  learned: readonly Event[],
  user: string,
  field: 'name' | 'email' | 'phone' | 'timeZone',
): { value: string } | undefined {
  const said = learned.flatMap((event) => {
    if (event.kind === 'registration' && event.user === user && event[field] !== undefined)
      return [{ at: event.at, value: event[field] }];
    if (
      event.kind === 'profile-change' &&
      event.user === user &&
      event.field === field &&
      event.value !== undefined
    )
      return [{ at: event.at, value: event.value }];
    return [];
  });
  return last(said.sort((a, b) => a.at - b.at));
}

function last<T>(items: readonly T[]): T | undefined {
  return items[items.length - 1];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

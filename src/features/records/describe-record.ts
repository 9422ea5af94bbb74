import { eventKey } from '../../graph/model/event.ts';
import { formatMajor } from '../../kernel/money.ts';
import { DAY, formatInstant } from '../../kernel/time.ts';
import type { MoneyView } from './money-window.ts';
import type { Outcomes } from './outcomes.ts';
import { recordId } from './record-id.ts';
import type { PendingRecord } from './pending-record.ts';
import type { EvaluationMetadata, FeatureSnapshot, GeneratedRecord, RecordRow } from './record-tables.ts';

const WEEK = 7 * DAY;
const MONTH_DAYS = 30;

/** Writes a transaction as rows of the three tables, once all of its instant is known. Numbers the rows. */
export class DescribeRecord {
  readonly #exponentOf: (currency: string) => number;
  #rows = 0;

  constructor(exponentOf: (currency: string) => number) {
    this.#exponentOf = exponentOf;
  }

  row(pending: PendingRecord, outcomes: Outcomes): RecordRow {
    const { event, user } = pending;
    const { minor, currency } = event.amount;
    const window = user.money(currency);
    window.advance(event.at);
    const isLate = event.observedAt > event.at;
    const money = window.look({ at: event.at, minor, balance: pending.balance }, !isLate);
    const id = recordId(eventKey(event));
    const number = ++this.#rows;
    return {
      record: this.#record(pending, { number, id, money, outcomes }),
      metadata: metadata(pending, { number, id, outcomes }),
      snapshot: this.#snapshot(pending, { number, id, money }),
    };
  }

  #record(
    { event, user, balance, isOffHours, merchantRisk, person }: PendingRecord,
    { number, id, money, outcomes }: { number: number; id: string; money: MoneyView; outcomes: Outcomes },
  ): GeneratedRecord {
    const { at, amount } = event;
    const major = (minor: number) => formatMajor(Math.round(minor), this.#exponentOf(amount.currency));
    const fraudType = outcomes.fraudType(eventKey(event), user.id);
    return {
      id: number,
      record_id: id,
      user_id: user.id,
      full_name: person.name,
      email: person.email,
      phone: person.phone,
      transaction_timestamp: formatInstant(at),
      is_off_hours_txn: isOffHours,
      available_balance: Number.isNaN(balance) ? null : major(balance),
      balance_to_transaction_ratio: Number.isNaN(balance) ? null : ratio(balance, amount.minor),
      avg_available_balance_30d: money.meanBalance === null ? null : major(money.meanBalance),
      balance_volatility_z_score: rounded(money.zScore),
      bank_connections_count_24h: user.connections.since(at - DAY),
      bank_connections_count_7d: user.connections.since(at - WEEK),
      bank_connections_avg_30d: rounded(user.connections.since(at - MONTH_DAYS * DAY) / MONTH_DAYS)!,
      amount: major(amount.minor),
      amount_to_avg_ratio: ratio(amount.minor, money.mean),
      merchant_risk_score: merchantRisk,
      is_returned: outcomes.isReturned(eventKey(event)),
      email_changed_at: instant(person.emailChangedAt),
      phone_changed_at: instant(person.phoneChangedAt),
      is_fraudulent: fraudType !== undefined,
      fraud_type: fraudType ?? null,
      created_at: createdAt(event),
    };
  }

  #snapshot(
    { event, user, isOffHours, merchantRisk }: PendingRecord,
    { number, id, money }: { number: number; id: string; money: MoneyView },
  ): FeatureSnapshot {
    const { at, amount } = event;
    // A transaction that is known late counts in its own row all the same.
    const itself = event.observedAt > at ? 1 : 0;
    return {
      snapshot_id: number,
      record_id: id,
      user_id: user.id,
      velocity_24h: user.transactions.since(at - DAY) + itself,
      amount_to_avg_ratio_30d: ratio(amount.minor, money.mean),
      balance_volatility_z_score: rounded(money.zScore),
      experimental_signals: {
        velocity_7d: user.transactions.since(at - WEEK) + itself,
        max_amount_30d: Number(formatMajor(money.max, this.#exponentOf(amount.currency))),
        off_hours_count_7d: user.offHours.since(at - WEEK) + (isOffHours ? itself : 0),
        bank_connections_24h: user.connections.since(at - DAY),
        merchant_risk_score: merchantRisk,
      },
      computed_at: createdAt(event),
    };
  }
}

/** Where the transaction stands to the fraud of its user that is known. */
function metadata(
  { event, user, sequence }: PendingRecord,
  { number, id, outcomes }: { number: number; id: string; outcomes: Outcomes },
): EvaluationMetadata {
  const fraud = outcomes.userFraud(user.id);
  const { isPreFraud, isTrainEligible } = outcomes.standing(user.id, event.at);
  return {
    id: number,
    user_id: user.id,
    record_id: id,
    sequence_number: sequence,
    fraud_confirmed_at: instant(fraud?.confirmedAt ?? null),
    is_pre_fraud: isPreFraud,
    days_to_fraud: fraud ? rounded((fraud.at - event.at) / DAY) : null,
    is_train_eligible: isTrainEligible,
    created_at: createdAt(event),
  };
}

/** When the transaction was known, so that the row could be made. */
function createdAt({ at, observedAt }: { at: number; observedAt: number }): string {
  return formatInstant(Math.max(at, observedAt));
}

function ratio(value: number, by: number): number | null {
  return by === 0 ? null : rounded(value / by);
}

/** To six decimals; no negative zero. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6 + 0;
}

function instant(at: number | null): string | null {
  return at === null ? null : formatInstant(at);
}

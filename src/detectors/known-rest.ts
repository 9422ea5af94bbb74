import { activityOf } from '../graph/activity.ts';
import { groupRows, rowsOf, type RowGroups } from '../graph/columns.ts';
import type { EventGraph } from '../graph/event-graph.ts';

/** What is on an account in one currency after an event; null when nobody said within the window before it. */
export type Rest = (event: number) => KnownRest | null;

export interface KnownRest {
  /** Minor units. */
  readonly minor: bigint;
  /** The statement that it starts from, by position. */
  readonly statement: number;
}

/**
 * Balances as statements in the window tell them, carried on by every transfer and payment since.
 *
 * @returns asks for one account and currency; the answer is to be asked with rising events, and costs O(events of the
 * account) for all of them together. Memory 8 bytes a transfer, 4 a payment and 4 a statement, from the first use on.
 */
export function knownRest(graph: EventGraph, window: number): (account: number, currency: number) => Rest {
  const { statements } = activityOf(graph);
  const stated = groupRows(statements.account, graph.accounts.size);
  let moves: ((account: number, currency: number) => Step[]) | null = null;
  return (account, currency) => {
    const rows = rowsOf(stated, account).filter((row) => statements.currency[row] === currency);
    if (rows.length === 0) return () => null;
    moves ??= movesOf(graph);
    const steps = moves(account, currency);
    for (const row of rows)
      steps.push({ event: statements.event[row], minor: BigInt(statements.minor[row]), isStatement: true });
    // A transfer that says what is left after it is taken in first.
    steps.sort((a, b) => a.event - b.event || Number(a.isStatement) - Number(b.isStatement));
    let next = 0;
    let rest: bigint | null = null;
    let statement = -1;
    return (event) => {
      for (; next < steps.length && steps[next].event <= event; next++) {
        const step = steps[next];
        if (step.isStatement) [rest, statement] = [step.minor, step.event];
        else if (rest !== null) rest += step.minor;
      }
      const isRecent = statement >= 0 && graph.events.at[statement] >= graph.events.at[event] - window;
      return rest !== null && isRecent ? { minor: rest, statement } : null;
    };
  };
}

interface Step {
  readonly event: number;
  readonly minor: bigint;
  readonly isStatement: boolean;
}

function movesOf(graph: EventGraph): (account: number, currency: number) => Step[] {
  const { transfers, accounts } = graph;
  const { payments } = activityOf(graph);
  const grouped = (keys: Int32Array): RowGroups => groupRows(keys, accounts.size);
  const sides = [
    {
      groups: grouped(transfers.to),
      event: transfers.event,
      minor: transfers.receivedMinor,
      currency: transfers.receivedCurrency,
      sign: 1n,
    },
    {
      groups: grouped(transfers.from),
      event: transfers.event,
      minor: transfers.minor,
      currency: transfers.currency,
      sign: -1n,
    },
    { groups: grouped(payments.account), ...payments, sign: -1n },
  ];
  return (account, wanted) =>
    sides.flatMap(({ groups, event, minor, currency, sign }) =>
      Array.from(rowsOf(groups, account))
        .filter((row) => currency[row] === wanted)
        .map((row) => ({ event: event[row], minor: sign * BigInt(minor[row]), isStatement: false })),
    );
}

import { firstAtLeast } from '../../graph/temporal-graph.ts';

/** Transfers in event order, accounts as the numbers 0 to `accounts - 1`. */
export interface TransferColumns {
  readonly accounts: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Epoch milliseconds, never falling. */
  readonly at: Float64Array;
  /** Minor units of one currency. */
  readonly amount: Float64Array;
}

/** Of each account, the transfers on one side of it (those it pays, or those it is paid), in event order. */
export interface AccountLists {
  /** The transfers of account a stand at the places start[a] to start[a + 1] - 1. */
  readonly start: Int32Array;
  readonly transfer: Int32Array;
  /** Amounts of all places before one, so that a difference is the sum of a span. */
  readonly sumBefore: Float64Array;
}

/** What every feature of a transfer is read from. Memory 68 bytes a transfer, 8 an account. */
export interface TransferLog extends TransferColumns {
  readonly transfers: number;
  readonly out: AccountLists;
  readonly in: AccountLists;
  /** The transfer before this one from the same payer to the same payee; -1 for the first. */
  readonly pairBefore: Int32Array;
}

/** Time O(transfers + accounts). */
export function transferLog(columns: TransferColumns): TransferLog {
  const { from, to } = columns;
  const lists = { out: accountLists(columns, from), in: accountLists(columns, to) };
  return { ...columns, transfers: from.length, ...lists, pairBefore: pairsBefore(columns, lists.out) };
}

/** Counting sort, which is stable: each list rises. */
function accountLists({ accounts, amount }: TransferColumns, owner: Int32Array): AccountLists {
  const start = new Int32Array(accounts + 1);
  for (const account of owner) start[account + 1]++;
  for (let account = 0; account < accounts; account++) start[account + 1] += start[account];
  const free = start.slice();
  const transfer = new Int32Array(owner.length);
  for (let i = 0; i < owner.length; i++) transfer[free[owner[i]]++] = i;
  const sumBefore = new Float64Array(owner.length + 1);
  for (let place = 0; place < owner.length; place++)
    sumBefore[place + 1] = sumBefore[place] + amount[transfer[place]];
  return { start, transfer, sumBefore };
}

function pairsBefore({ accounts, to }: TransferColumns, { start, transfer }: AccountLists): Int32Array {
  const before = new Int32Array(to.length);
  const latest = new Int32Array(accounts).fill(-1);
  for (let account = 0; account < accounts; account++) {
    for (let place = start[account]; place < start[account + 1]; place++) {
      const payee = to[transfer[place]];
      before[transfer[place]] = latest[payee];
      latest[payee] = transfer[place];
    }
    for (let place = start[account]; place < start[account + 1]; place++) latest[to[transfer[place]]] = -1;
  }
  return before;
}

/** First place of an account's list whose transfer is at least `transfer`; the end of the list when none is. Time O(log n). */
export function placeOf({ start, transfer: list }: AccountLists, account: number, transfer: number): number {
  return firstAtLeast(list, start[account], start[account + 1], transfer);
}

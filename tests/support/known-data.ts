import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { EventOf } from '../../src/graph/model/event.ts';
import { sharedData } from './shared-data.ts';

type Transfer = EventOf<'transfer'>;

/** Transfers of a known data set, and the accounts of each cycle that was planted in it, sorted. */
export interface KnownCycles {
  readonly transfers: readonly Transfer[];
  readonly cycles: readonly (readonly string[])[];
}

/** AMLworld HI-Small, all laundering patterns. An account is `bank:account`; currencies keep their names. */
export function amlworld(): KnownCycles | null {
  const lines = linesOf('amlworld', 'HI-Small_Patterns.txt.gz');
  if (!lines) return null;
  const transfers: Transfer[] = [];
  const cycles: string[][] = [];
  let accounts: Set<string> | null = null;
  for (const [number, line] of lines.entries()) {
    const cells = line.split(',');
    if (line.startsWith('BEGIN')) accounts = new Set();
    if (line.startsWith('END') && line.includes('CYCLE')) cycles.push([...accounts!].sort());
    if (cells.length !== 11) continue;
    const [time, fromBank, from, toBank, to, received, receivedCurrency, paid, currency] = cells;
    const transfer: Transfer = {
      ...transferAt(String(number), Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T')}Z`)),
      from: `${fromBank}:${from}`,
      to: `${toBank}:${to}`,
      amount: { minor: minorOf(paid), currency },
      received: { minor: minorOf(received), currency: receivedCurrency },
    };
    accounts!.add(transfer.from).add(transfer.to);
    transfers.push(transfer);
  }
  return { transfers, cycles };
}

/** AMLSim, ten thousand accounts; times are whole days. */
export function amlsimRing10k(): KnownCycles | null {
  const rows = rowsOf('amlsim-ring10k', 'transactions.csv.gz');
  const alerts = rowsOf('amlsim-ring10k', 'alert_transactions.csv.gz');
  if (!rows || !alerts) return null;
  const members = new Map<string, Set<string>>();
  for (const alert of alerts) {
    if (alert.alert_type !== 'cycle') continue;
    const known = members.get(alert.alert_id) ?? new Set();
    members.set(alert.alert_id, known.add(alert.orig_acct).add(alert.bene_acct));
  }
  return {
    transfers: rows.map((row) => ({
      ...transferAt(row.tran_id, Date.parse(row.tran_timestamp)),
      from: row.orig_acct,
      to: row.bene_acct,
      amount: { minor: minorOf(row.base_amt), currency: 'USD' },
    })),
    cycles: Array.from(members.values(), (accounts) => [...accounts].sort()),
  };
}

/** The rift sample; its seven cycles are the ones its makers list. */
export function rift(): KnownCycles | null {
  const rows = rowsOf('rift', 'fraud_patterns_dataset.csv');
  if (!rows) return null;
  const account = (number: number): string => `ACC_${String(number).padStart(3, '0')}`;
  const cycle = (start: number, length: number) => Array.from({ length }, (_, i) => account(start + i));
  return {
    transfers: rows.map((row) => ({
      ...transferAt(row.transaction_id, Date.parse(`${row.timestamp.replace(' ', 'T')}Z`)),
      from: row.sender_id,
      to: row.receiver_id,
      amount: { minor: Number(row.amount) * 100, currency: 'USD' },
    })),
    cycles: [cycle(1, 3), cycle(10, 4), cycle(20, 5), cycle(30, 3), cycle(40, 4), cycle(50, 4), cycle(60, 3)],
  };
}

/** Transfers without times (all get one), in which no money goes round. */
export function gabmansur(): KnownCycles | null {
  const rows = rowsOf('gabmansur', 'relationships_sent.csv.gz');
  if (!rows) return null;
  return {
    transfers: rows.map((row, i) => ({
      ...transferAt(String(i), 0),
      from: row.from,
      to: row.to,
      amount: { minor: minorOf(row.amount), currency: 'USD' },
    })),
    cycles: [],
  };
}

function transferAt(id: string, at: number): Pick<Transfer, 'source' | 'id' | 'kind' | 'at' | 'observedAt'> {
  return { source: 'test', id, kind: 'transfer', at, observedAt: at };
}

/** The digits; good enough where every amount of a currency has as many decimals. */
function minorOf(major: string): number {
  return Number(major.replace('.', ''));
}

function linesOf(...path: readonly string[]): string[] | null {
  const file = sharedData(...path);
  if (!file) return null;
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split(/\r?\n/);
}

function rowsOf(...path: readonly string[]): Record<string, string>[] | null {
  const lines = linesOf(...path)?.filter((line) => line !== '');
  if (!lines) return null;
  const columns = lines[0].split(',');
  return lines.slice(1).map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
}

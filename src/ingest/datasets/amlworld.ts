import type { Dataset } from '../dataset.ts';
import { csvFromLines } from '../files/csv-file.ts';
import type { Input } from '../files/input.ts';
import { isBlank, readLines, type Line } from '../files/lines.ts';
import { closeTables, openTables, type TableShape } from '../files/tables.ts';
import { RowIds } from '../row-ids.ts';
import { isPatternStart, patternRows } from './amlworld-patterns.ts';
import { columnNames, transactionEvents, TRANSACTIONS } from './amlworld-transfers.ts';
import { tableRows } from './table-rows.ts';

const SHAPES = {
  transactions: { what: 'AMLworld transactions', columns: TRANSACTIONS, required: false },
} satisfies Record<string, TableShape>;

/**
 * IBM's AMLworld: tables of transactions (as published, `Timestamp,From Bank,Account,…`, or with names of their own for
 * both accounts) and the text file of laundering patterns. An account is `bank:account`, verbatim. The same transfer has
 * the same id in both, so that they can be imported together. State: what {@link RowIds} keeps.
 */
export const amlworld: Dataset = {
  name: 'amlworld',
  summary: 'AMLworld transactions (CSV) and laundering patterns (text)',
  files: `CSV with the columns Timestamp, From Bank, Account, To Bank, Account, Amount Received, …, or ${TRANSACTIONS.join(', ')}; and text that begins with BEGIN LAUNDERING ATTEMPT`,
  folders: true,
  currencies: [{ code: 'XBT', exponent: 8 }],
  async *read(inputs, context) {
    const started = new Map<Input, AsyncGenerator<readonly Line[]>>();
    const patterns: Input[] = [];
    try {
      for (const input of inputs) {
        const { first, lines } = await begin(input);
        started.set(input, lines);
        if (isPatternStart(first)) patterns.push(input);
      }
      const tables = await openTables(
        inputs.filter((input) => !patterns.includes(input)),
        SHAPES,
        {
          names: columnNames,
          onIgnored: context.onIgnored,
          open: (input) => csvFromLines(input.name, started.get(input)!),
        },
      );
      for (const table of tables.transactions) {
        const ids = new RowIds();
        yield* tableRows(table, (record) => transactionEvents(table, record, ids, context), context);
      }
      for (const input of patterns) yield* patternRows(input.name, started.get(input)!, context);
      await closeTables(tables);
    } finally {
      for (const lines of started.values()) await lines.return(undefined);
    }
  },
};

/** Reads as far as the first line that is not blank; what was read stays in `lines`. */
async function begin(input: Input): Promise<{ first: string; lines: AsyncGenerator<readonly Line[]> }> {
  const rest = readLines(input);
  const read: (readonly Line[])[] = [];
  let first: Line | undefined;
  while (first === undefined) {
    const next = await rest.next();
    if (next.done) break;
    read.push(next.value);
    first = next.value.find(({ text }) => !isBlank(text));
  }
  return { first: first?.text ?? '', lines: after(read, rest) };
}

async function* after(
  read: readonly (readonly Line[])[],
  rest: AsyncGenerator<readonly Line[]>,
): AsyncGenerator<readonly Line[]> {
  try {
    yield* read;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

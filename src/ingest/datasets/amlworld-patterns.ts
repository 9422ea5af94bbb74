import type { ReadContext } from '../dataset.ts';
import { checkEvent } from '../decode.ts';
import { isBlank, type Line } from '../files/lines.ts';
import { badRow, rowAt, type ImportRow } from '../import-row.ts';
import { RowIds } from '../row-ids.ts';
import { launderingLabel, transferOf, TRANSACTIONS } from './amlworld-transfers.ts';
import { patternName } from './laundering-labels.ts';

const BEGIN = /^\s*BEGIN LAUNDERING ATTEMPT - ([^:]+?)\s*(?::.*)?$/;
const END = /^\s*END LAUNDERING ATTEMPT\b/;

/** Whether a line opens a block of the patterns file, which has no header. */
export function isPatternStart(text: string): boolean {
  return BEGIN.test(text);
}

/**
 * The rows of a patterns file: blocks of transfers between `BEGIN LAUNDERING ATTEMPT - CYCLE: …` and `END …`. Each row
 * is a transfer and its label, whose type is the pattern (`cycle`, `fan-out`).
 */
export async function* patternRows(
  file: string,
  lines: AsyncIterable<readonly Line[]>,
  context: ReadContext,
): AsyncGenerator<readonly ImportRow[]> {
  const ids = new RowIds();
  let pattern: string | null = null;
  for await (const group of lines) {
    const rows: ImportRow[] = [];
    for (const line of group) {
      if (isBlank(line.text)) continue;
      const opened = line.problem === null ? BEGIN.exec(line.text) : null;
      if (opened) pattern = patternName(opened[1]);
      else if (END.test(line.text)) pattern = null;
      else rows.push(rowOf(file, line, pattern, ids, context));
    }
    yield rows;
  }
}

function rowOf(
  file: string,
  line: Line,
  pattern: string | null,
  ids: RowIds,
  context: ReadContext,
): ImportRow {
  const place = { file, line: line.number };
  if (line.problem !== null) return badRow(place, line.text, line.problem);
  const cells = line.text.trim().split(',');
  if (cells.length !== TRANSACTIONS.length)
    return badRow(
      place,
      line.text,
      `the line has ${cells.length} cells and a transfer ${TRANSACTIONS.length}`,
    );
  if (pattern === null) return badRow(place, line.text, 'the line stands outside a laundering attempt');
  return rowAt(place, line.text, () => {
    const transfer = transferOf(cells.slice(0, -1), ids, context.currencies);
    const label = launderingLabel(transfer, 'pattern', context.source, pattern);
    return [transfer, label].map((event) => checkEvent(event, context.currencies, context.source));
  });
}

import type { Dataset, ReadContext } from '../dataset.ts';
import { decodeEvent } from '../decode.ts';
import { isBlank, readLines, type Line } from '../files/lines.ts';
import { badRow, badRowOf, type ImportRow } from '../import-row.ts';

/** Ringfence's own format: one event in wire form a line. */
export const events: Dataset = {
  name: 'events',
  summary: 'events as Ringfence writes them: one JSON object a line (docs/importing.md)',
  files: 'any number of NDJSON files, read in the order given',
  async *read(inputs, context) {
    for (const input of inputs)
      for await (const lines of readLines(input)) {
        const rows: ImportRow[] = [];
        for (const line of lines) if (!isBlank(line.text)) rows.push(rowOf(input.name, line, context));
        yield rows;
      }
  },
};

function rowOf(file: string, line: Line, context: ReadContext): ImportRow {
  const place = { file, line: line.number };
  if (line.problem !== null) return badRow(place, line.text, line.problem);
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    return badRow(place, line.text, 'the line is not one JSON value');
  }
  try {
    return { event: decodeEvent(value, context.currencies, context.source), place };
  } catch (error) {
    return badRowOf(place, line.text, error);
  }
}

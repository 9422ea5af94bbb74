import { idProblem } from '../kernel/ids.ts';
import { RingfenceError, shapeOf } from '../kernel/errors.ts';
import { isInstant, SECOND } from '../kernel/time.ts';
import { Float64Column, Int32Column } from '../graph/columns.ts';
import { Interner } from '../graph/interner.ts';
import type { TransferColumns } from '../graph/temporal-graph.ts';
import { isBlank, readLines, type Line } from './files/lines.ts';

export interface EdgeList extends TransferColumns {
  readonly vertices: Interner;
}

/** Whole seconds since 1970, with up to three decimals. */
const UNIX_SECONDS = /^(-?)(\d{1,12})(?:\.(\d{1,3}))?$/;

/**
 * Reads an edge list: lines of `from to unixSeconds`, separated by spaces or tabs, further columns ignored, plain or
 * gzip. Blank lines, and comments that start with `#` or `%` (as KONECT and SNAP write them), are passed over.
 * Self-loops are read too. Memory 16 bytes an edge and the vertices' names.
 *
 * @throws RingfenceError FILE_UNREADABLE; FORMAT_UNKNOWN naming file, line and field for a line of another form.
 */
export async function readEdgeList(path: string): Promise<EdgeList> {
  const vertices = new Interner();
  const from = new Int32Column();
  const to = new Int32Column();
  const at = new Float64Column();
  for await (const lines of readLines(path)) {
    for (const line of lines) {
      if (isPassedOver(line)) continue;
      const [payer = '', payee = '', seconds = ''] = line.text.trim().split(/\s+/, 3);
      const problem = problemOf(line, payer, payee, seconds);
      if (problem !== null)
        throw new RingfenceError(
          'FORMAT_UNKNOWN',
          `${path} line ${line.number}: ${problem}; wanted: from to unixSeconds`,
          { file: path, line: line.number },
        );
      from.push(vertices.add(payer));
      to.push(vertices.add(payee));
      at.push(millisecondsOf(seconds));
    }
  }
  return { vertices, from: from.finish(), to: to.finish(), at: at.finish() };
}

function isPassedOver({ text, problem }: Line): boolean {
  return problem === null && (isBlank(text) || /^\s*[#%]/.test(text));
}

function problemOf(line: Line, payer: string, payee: string, seconds: string): string | null {
  if (line.problem !== null) return line.problem;
  if (seconds === '') return `has ${payee === '' ? 'one column' : 'two columns'}`;
  for (const [field, id] of [
    ['from', payer],
    ['to', payee],
  ]) {
    const problem = idProblem(id);
    if (problem !== null) return `${field} ${problem}`;
  }
  if (!UNIX_SECONDS.test(seconds)) return `unixSeconds is ${shapeOf(seconds)} and no number of seconds`;
  return isInstant(millisecondsOf(seconds)) ? null : 'unixSeconds is outside the years 0 to 9999';
}

/** Without going through fractions, so that milliseconds are exact. */
function millisecondsOf(seconds: string): number {
  const [, sign, whole, decimals = ''] = UNIX_SECONDS.exec(seconds)!;
  const ms = Number(whole) * SECOND + Number(decimals.padEnd(3, '0'));
  return sign === '-' ? 0 - ms : ms;
}

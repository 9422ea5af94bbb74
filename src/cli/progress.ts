import type { Progress } from '../app/context.ts';
import type { Io } from './io.ts';

const REDRAW_EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressLine {
  readonly report: Progress;
  /** Removes the line, so that what is printed next starts clean. */
  done(): void;
}

/** One line on stderr that shows how far long work has come; silent where stderr is no terminal. */
export function progressLine(io: Io, elapsed: () => number): ProgressLine {
  if (!io.interactive) return { report: () => {}, done: () => {} };
  let drawnAt = -Infinity;
  let phaseDrawn = '';
  return {
    report(phase, done, total) {
      const now = elapsed();
      if (phase === phaseDrawn && now - drawnAt < REDRAW_EVERY_MS) return;
      [drawnAt, phaseDrawn] = [now, phase];
      io.err(`${CLEAR_LINE}${phase}${count(done, total)}`);
    },
    done: () => io.err(CLEAR_LINE),
  };
}

function count(done: number, total: number | undefined): string {
  if (done === 0) return ' …';
  const shown = done.toLocaleString('en-US');
  return total === undefined
    ? ` ${shown}`
    : ` ${shown} of ${total.toLocaleString('en-US')} (${Math.floor((100 * done) / total)} %)`;
}

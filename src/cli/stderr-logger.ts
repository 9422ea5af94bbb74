import type { Clock } from '../kernel/clock.ts';
import type { Logger, LogLevel } from '../kernel/logger.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Io } from './io.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Log lines on stderr: for people (`info  seeded events=120`), or one JSON object a line. */
export function stderrLogger(io: Io, clock: Clock, format: { json: boolean; from: LogLevel }): Logger {
  return {
    log(level, message, facts = {}) {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(format.from)) return;
      const line = format.json
        ? JSON.stringify({ time: formatInstant(clock.now()), level, message, ...facts })
        : [
            level.padEnd(5),
            message,
            ...Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`),
          ].join(' ');
      io.err(`${line}\n`);
    },
  };
}

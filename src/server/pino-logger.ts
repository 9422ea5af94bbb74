import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';
import type { Logger } from '../kernel/logger.ts';

/** The server's log: one JSON object a line, times as ISO 8601, no host name or process id of the machine. */
export function pinoLog(level: string, destination?: DestinationStream): PinoLogger {
  const options = { level, base: null, timestamp: stdTimeFunctions.isoTime };
  return destination ? pino(options, destination) : pino(options);
}

/** The kernel's port for the same log. */
export function loggerOf(log: PinoLogger): Logger {
  return { log: (level, message, facts = {}) => log[level](facts, message) };
}

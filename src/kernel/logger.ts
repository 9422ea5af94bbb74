export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured log port: a short constant message and a flat record of facts. Never personal data. */
export interface Logger {
  log(level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: Logger = { log: () => {} };

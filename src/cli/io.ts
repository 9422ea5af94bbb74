import type { Readable } from 'node:stream';

/** The command line's door to the outside, so that commands can be tested without a process. */
export interface Io {
  /** Writes to stdout, as it is. */
  out(text: string): void;
  /** Writes to stderr, as it is. */
  err(text: string): void;
  /** Whether stderr is a terminal that shows progress, and stdin one that can answer. */
  readonly interactive: boolean;
  stdin(): Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks a yes-or-no question on the terminal; false when there is none. */
  confirm(question: string): Promise<boolean>;
}

/** One JSON document on stdout: what `--json` promises. */
export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}

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
  io.out(`${JSON.stringify(value, exactNumbers, 2)}\n`);
}

/** Counts beyond 2^53 are bigints inside; JSON has no limit on digits, so they are written as the numbers they are. */
function exactNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJson(value.toString()) : value;
}

/** `JSON.rawJSON` (ECMAScript proposal "JSON.parse source text access", in V8 since 11.4), not yet in TypeScript's library. */
const { rawJSON: rawJson } = JSON as typeof JSON & { rawJSON(text: string): unknown };

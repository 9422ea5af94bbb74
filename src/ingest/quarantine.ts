import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join, parse } from 'node:path';
import { RingfenceError, type ErrorCode } from '../kernel/errors.ts';
import type { EventKey } from '../graph/model/event.ts';
import { SHOWN_BYTES } from './files/lines.ts';
import type { BadInput } from './import-row.ts';

/** One line of a quarantine file, as JSON. */
export interface Quarantined {
  /** `EVENT_INVALID`, or `ID_CONFLICT` for an event whose key is taken by another body. */
  readonly code: ErrorCode;
  readonly file: string | null;
  readonly line: number | null;
  readonly field: string | null;
  readonly reason: string;
  /** Of a conflict. */
  readonly key?: EventKey;
  /** First 256 bytes of the row as it stands in the file; of a conflict: of the event. */
  readonly text: string;
}

/**
 * The file that bad rows of an import go to, one JSON line each. It is made with the first of them, readable by its
 * owner only because rows hold personal data. Nothing is ever overwritten: where a file of that name exists, a number
 * is added (`bad.ndjson`, `bad-2.ndjson`, …); `file` is the name that was taken.
 */
export class Quarantine {
  readonly #path: string;
  #file: string | null = null;
  #handle: number | null = null;
  #lines: string[] = [];
  /** How many were added. */
  count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** The file written to; null as long as there is none. */
  get file(): string | null {
    return this.#file;
  }

  add(entry: Quarantined): void {
    const text = firstBytes(entry.text, SHOWN_BYTES);
    this.#lines.push(`${JSON.stringify({ ...entry, text })}\n`);
    this.count++;
  }

  /** Writes out what was added since the last call. @throws RingfenceError FILE_UNREADABLE when the file can't be written */
  flush(): void {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    try {
      this.#handle ??= this.#open();
      writeSync(this.#handle, text);
    } catch (cause) {
      throw new RingfenceError(
        'FILE_UNREADABLE',
        `${this.#path} can't be written; bad rows have to go there`,
        { file: this.#path },
        cause,
      );
    }
  }

  /** Flushes and closes the file. Calling it twice is fine. */
  close(): void {
    try {
      this.flush();
    } finally {
      if (this.#handle !== null) closeSync(this.#handle);
      this.#handle = null;
    }
  }

  #open(): number {
    const { dir, name, ext } = parse(this.#path);
    if (dir !== '') mkdirSync(dir, { recursive: true });
    for (let number = 1; ; number++) {
      const file = number === 1 ? this.#path : join(dir, `${name}-${number}${ext}`);
      try {
        const handle = openSync(file, 'wx', 0o600);
        this.#file = file;
        return handle;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
  }
}

/** The entry of a bad row. */
export function quarantinedRow(bad: BadInput): Quarantined {
  const { file, line, reason, text } = bad;
  return { code: 'EVENT_INVALID', file, line, field: bad.field ?? null, reason, text };
}

/** As many whole characters as fit into a number of bytes. */
function firstBytes(text: string, limit: number): string {
  const start = text.slice(0, limit);
  if (Buffer.byteLength(start) <= limit) return start;
  const bytes = Buffer.from(start);
  let end = limit;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

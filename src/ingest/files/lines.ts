import { isUtf8 } from 'node:buffer';
import { RingfenceError } from '../../kernel/errors.ts';
import { fileInput, readBytes, type Input } from './input.ts';

/** One line of a file, blank ones too. Its end is not part of `text`, but a carriage return before it is. */
export interface Line {
  /** As an editor counts: from 1. */
  readonly number: number;
  readonly text: string;
  /** Why the text can't be used; null when it can. */
  readonly problem: string | null;
}

/** Longer lines are passed over without being held in memory. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** How much of a bad line is kept to be shown. */
export const SHOWN_BYTES = 256;

const NEWLINE = 10;

/**
 * The lines of a text file (plain or gzip) in groups as they are read. A UTF-8 byte order mark is taken off.
 * A line that is not UTF-8, or over 1 MiB, comes with a problem and its first 256 bytes; the rest of the file goes on.
 * Memory: one line and a few chunks.
 *
 * @param file an input, or the path of a file
 * @throws RingfenceError FILE_UNREADABLE (see `readBytes`; `facts.line` is the last whole line before the fault),
 *   FORMAT_UNKNOWN for UTF-16 and UTF-32.
 */
export async function* readLines(file: Input | string): AsyncGenerator<readonly Line[]> {
  const input = typeof file === 'string' ? fileInput(file) : file;
  const splitter = new LineSplitter(input.name);
  try {
    for await (const chunk of readBytes(input)) {
      const lines = splitter.push(chunk);
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    throw withLine(error, splitter.count);
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** Cuts chunks of bytes into lines. */
class LineSplitter {
  /** Lines handed out so far. */
  count = 0;
  readonly #path: string;
  /** The start of a line whose end has not come yet. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** First bytes of a line that is too long; the rest of it is dropped as it comes. */
  #overlong: string | null = null;
  #started = false;

  constructor(path: string) {
    this.#path = path;
  }

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let rest = chunk;
    if (this.#overlong !== null) {
      const end = rest.indexOf(NEWLINE);
      if (end < 0) return lines;
      lines.push(this.#tooLong(this.#overlong));
      this.#overlong = null;
      rest = rest.subarray(end + 1);
    }
    const last = rest.lastIndexOf(NEWLINE);
    if (last >= 0) {
      this.#cut(this.#take(rest.subarray(0, last)), lines);
      rest = rest.subarray(last + 1);
    }
    this.#hold(rest);
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.#overlong !== null) lines.push(this.#tooLong(this.#overlong));
    else if (this.#pendingBytes > 0) this.#cut(this.#take(Buffer.alloc(0)), lines);
    return lines;
  }

  #hold(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#pending.push(rest);
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes <= MAX_LINE_BYTES) return;
    this.#overlong = shown(this.#take(Buffer.alloc(0)));
  }

  /** What was held, with what follows. */
  #take(end: Buffer): Buffer {
    const block = this.#pendingBytes === 0 ? end : Buffer.concat([...this.#pending, end]);
    this.#pending = [];
    this.#pendingBytes = 0;
    if (this.#started) return block;
    this.#started = true;
    return withoutMark(this.#path, block);
  }

  /** A newline is never a part of a longer UTF-8 sequence, so a block that is UTF-8 has only lines that are. */
  #cut(block: Buffer, lines: Line[]): void {
    if (isUtf8(block)) {
      for (const text of block.toString('utf8').split('\n')) lines.push(this.#line(text));
      return;
    }
    for (let start = 0; start <= block.length;) {
      const end = block.indexOf(NEWLINE, start);
      const bytes = block.subarray(start, end < 0 ? block.length : end);
      lines.push(isUtf8(bytes) ? this.#line(bytes.toString('utf8')) : this.#notText(bytes));
      start += bytes.length + 1;
    }
  }

  #line(text: string): Line {
    if (text.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(text) > MAX_LINE_BYTES)
      return this.#tooLong(shown(Buffer.from(text.slice(0, SHOWN_BYTES))));
    return { number: ++this.count, text, problem: null };
  }

  #tooLong(text: string): Line {
    return { number: ++this.count, text, problem: `the line is longer than ${MAX_LINE_BYTES} bytes` };
  }

  #notText(bytes: Buffer): Line {
    if (bytes.length > MAX_LINE_BYTES) return this.#tooLong(shown(bytes));
    return { number: ++this.count, text: shown(bytes), problem: 'the line is not UTF-8' };
  }
}

/** The first bytes as text, whatever they are; a sequence cut in two becomes a replacement character. */
function shown(bytes: Buffer): string {
  return bytes.toString('utf8', 0, SHOWN_BYTES);
}

function withoutMark(path: string, block: Buffer): Buffer {
  if (block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) return block.subarray(3);
  const wide = (block[0] === 0xff && block[1] === 0xfe) || (block[0] === 0xfe && block[1] === 0xff);
  if (wide || block.subarray(0, 4).equals(UTF_32_BIG))
    throw new RingfenceError(
      'FORMAT_UNKNOWN',
      `${path} is UTF-16 or UTF-32 by its byte order mark; wanted UTF-8 (iconv -f UTF-16 -t UTF-8 turns it)`,
      { file: path },
    );
  return block;
}

const UTF_32_BIG = Buffer.from([0, 0, 0xfe, 0xff]);

function withLine(error: unknown, line: number): unknown {
  if (!(error instanceof RingfenceError) || error.facts.bytes === undefined) return error;
  const message = line === 0 ? error.message : `${error.message}, ${line} whole lines`;
  return new RingfenceError(error.code, message, { ...error.facts, line }, error.cause);
}

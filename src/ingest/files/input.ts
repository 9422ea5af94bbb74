import { createReadStream } from 'node:fs';
import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { compareBytes } from '../../kernel/bytes.ts';
import { RingfenceError } from '../../kernel/errors.ts';

/** Something to read bytes from: a file, or a stream that stands for one. */
export interface Input {
  /** For messages: the path as the user wrote it, `-` for standard input. */
  readonly name: string;
  /** True when the user named the folder it lies in and not the file: then it may be no part of the data set. */
  readonly inFolder?: boolean;
  open(): Readable;
}

/** The name by which users ask for standard input. */
const STDIN = '-';
const CHUNK_BYTES = 256 * 1024;
/** Longest of the signatures below. */
const SIGNATURE_BYTES = 6;
/** Deflate can't pack better than about 1,032 to 1; text of events packs 10 to 40 to 1. */
const MAX_EXPANSION = 100;
/** Below this size a high ratio harms nobody and may well be honest (a short file of like rows). */
const EXPANSION_FREE_BYTES = 16 * 1024 * 1024;

/** What a file may be by mistake, by its first bytes. */
const OTHER_FORMATS: readonly { readonly what: string; readonly starts: readonly number[] }[] = [
  { what: 'a zip archive (or a spreadsheet)', starts: [0x50, 0x4b, 0x03, 0x04] },
  { what: 'a Parquet file', starts: [0x50, 0x41, 0x52, 0x31] },
  { what: 'compressed by zstd', starts: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: 'compressed by bzip2', starts: [0x42, 0x5a, 0x68] },
  { what: 'compressed by xz', starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { what: 'a SQLite database', starts: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65] },
];

export function fileInput(path: string, inFolder = false): Input {
  return { name: path, inFolder, open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }) };
}

/**
 * The inputs that paths name, `-` being standard input, after a look whether all files are there and may be read: so
 * nothing is taken from the first when the second is missing.
 * @throws RingfenceError FILE_UNREADABLE naming the first that is not; USAGE when standard input is named twice or is
 *   not to be had.
 */
export async function inputsOf(
  paths: readonly string[],
  stdin: (() => Readable) | undefined,
  folders = false,
): Promise<readonly Input[]> {
  if (paths.indexOf(STDIN) !== paths.lastIndexOf(STDIN))
    throw new RingfenceError('USAGE', 'standard input (-) can be read only once; wanted it named once');
  const inputs: Input[] = [];
  for (const path of paths) {
    if (path !== STDIN) {
      inputs.push(...(await inputsAt(path, folders)));
    } else if (stdin) inputs.push({ name: STDIN, open: stdin });
    else
      throw new RingfenceError(
        'USAGE',
        'standard input (-) is not to be had here; wanted the path of a file',
      );
  }
  return inputs;
}

/**
 * The bytes of an input, unpacked if it is gzip by its first bytes, whatever its name.
 * Memory: a few chunks of 256 KiB. Members of a multi-part gzip follow each other.
 *
 * @throws RingfenceError FILE_UNREADABLE when it is missing, a folder, not to be read, damaged or cut off, or expands
 *   more than 100 to 1 (`facts.bytes` is how many unpacked bytes came before); FORMAT_UNKNOWN for other archives.
 */
export async function* readBytes(input: Input): AsyncGenerator<Buffer> {
  const path = input.name;
  const packed = { bytes: 0 };
  let bytes = 0;
  const source = input.open();
  try {
    const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await firstBytes(chunks);
    refuseOtherFormats(path, first);
    const all = counted(first, chunks, packed);
    for await (const chunk of isGzip(first) ? unpacked(all) : all) {
      bytes += chunk.length;
      if (bytes > EXPANSION_FREE_BYTES && bytes > packed.bytes * MAX_EXPANSION)
        throw unreadable(
          path,
          `unpacks to more than ${MAX_EXPANSION} times its size, which no honest file does`,
        );
      yield chunk;
    }
  } catch (error) {
    throw error instanceof RingfenceError ? error : unreadable(path, problemOf(error, bytes), bytes, error);
  } finally {
    source.destroy();
  }
}

async function inputsAt(path: string, folders: boolean): Promise<Input[]> {
  await checkAccess(path);
  if (!(await stat(path)).isDirectory()) return [fileInput(path)];
  if (!folders) throw unreadable(path, FAULTS.EISDIR);
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  if (names.length === 0) throw unreadable(path, 'is a folder without files');
  const files = names.toSorted(compareBytes).map((name) => join(path, name));
  for (const file of files) await checkAccess(file);
  return files.map((file) => fileInput(file, true));
}

async function checkAccess(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw unreadable(path, problemOf(error, 0), 0, error);
  }
}

/** Pipes may hand over a single byte at first: waits for enough to know a format by. */
async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let first = Buffer.alloc(0);
  while (first.length < SIGNATURE_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  return first;
}

async function* counted(
  first: Buffer,
  rest: AsyncIterator<Buffer>,
  packed: { bytes: number },
): AsyncGenerator<Buffer> {
  packed.bytes = first.length;
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    packed.bytes += next.value.length;
    yield next.value;
  }
}

function unpacked(packed: AsyncIterable<Buffer>): Readable {
  // The pipeline hands faults of the source on to the reader of the result, so nothing is left to do at its end.
  return pipeline(packed, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

function isGzip(first: Buffer): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

function refuseOtherFormats(path: string, first: Buffer): void {
  const found = OTHER_FORMATS.find(({ starts }) => starts.every((byte, i) => first[i] === byte));
  if (found)
    throw new RingfenceError('FORMAT_UNKNOWN', `${path} is ${found.what}; wanted text, plain or gzip`, {
      file: path,
    });
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder; name the files in it',
  EACCES: 'may not be read by you',
  EPERM: 'may not be read by you',
  ELOOP: 'is a link that leads to itself',
};

function problemOf(error: unknown, bytes: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
  if (code === 'Z_BUF_ERROR') return `is cut off: the gzip data end early, after ${bytes} unpacked bytes`;
  if (code.startsWith('Z_'))
    return `is damaged: the gzip data are wrong after ${bytes} unpacked bytes (${code})`;
  return FAULTS[code] ?? `could not be read after ${bytes} bytes (${code})`;
}

function unreadable(path: string, problem: string, bytes?: number, cause?: unknown): RingfenceError {
  const facts = bytes === undefined ? { file: path } : { file: path, bytes };
  return new RingfenceError('FILE_UNREADABLE', `${path} ${problem}`, facts, cause);
}

import { closeSync, openSync, readSync } from 'node:fs';
import { APPLICATION_ID } from './schema.ts';

/** Layout of the first page of a SQLite file (sqlite.org/fileformat2.html, 1.3). */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_OFFSET = 68;

/** Whether a file says that it is a Ringfence store; works on one too damaged to be opened. */
export function hasOurHeader(file: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(descriptor);
  }
  const magic = header.toString('latin1', 0, MAGIC.length);
  return magic === MAGIC && header.readUInt32BE(APPLICATION_ID_OFFSET) === APPLICATION_ID;
}

import { open, rm } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import { RingfenceError } from '../../kernel/errors.ts';
import { MEMORY, type Connection } from './connection.ts';
import { storeError } from './sqlite-errors.ts';

/** All pages in one step: one read transaction is one moment, and in the write-ahead log it holds up no writer. */
const PAGES_PER_STEP = 2 ** 31 - 1;

/**
 * Copies a store that may be written to meanwhile; the copy is the store as of one moment, without the lease.
 * @throws RingfenceError STORE_FAILED when the path exists or can't be written; nothing is left behind then
 */
export async function backupStore(connection: Connection, path: string): Promise<void> {
  await reserve(connection.url, path);
  try {
    await copyOf(connection, path);
    const copy = new DatabaseSync(path);
    try {
      copy.exec('DELETE FROM lease');
    } finally {
      copy.close();
    }
  } catch (error) {
    for (const suffix of FILE_SUFFIXES) await rm(path + suffix, { force: true });
    throw storeError(error, connection.url);
  }
}

async function copyOf(connection: Connection, path: string): Promise<void> {
  if (connection.path === MEMORY) {
    connection.db.prepare('VACUUM INTO ?').run(path);
    return;
  }
  // A connection of its own: on the writer's, a copy could end in the midst of an open transaction.
  const source = new DatabaseSync(connection.path, { readOnly: true });
  try {
    await backup(source, path, { rate: PAGES_PER_STEP });
  } finally {
    source.close();
  }
}

/** Endings of the files of one store: the log of recent writes and its index, which must go first, and the file. */
export const FILE_SUFFIXES = ['-wal', '-shm', ''] as const;

/** Makes the file, which fails when there is one: looking first and writing then would leave a gap between. */
async function reserve(url: string, path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const why = exists ? 'it exists, and a backup never overwrites' : 'it cannot be written';
    throw new RingfenceError('STORE_FAILED', `backup of ${url} to ${path}: ${why}`, { path }, cause);
  }
}

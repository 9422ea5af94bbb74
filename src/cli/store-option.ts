import { Option, type Command } from 'commander';
import type { AppContext, StoreMode } from '../app/context.ts';
import type { Store } from '../store/port.ts';
import type { Io } from './io.ts';

export const DEFAULT_STORE = 'sqlite:ringfence.db';

/** Adds `--store`, its alias `--database-url`, and `--json`, which most commands share. */
export function withStore(command: Command): Command {
  return command
    .option(
      '--store <url>',
      `where the data is: sqlite:FILE, memory: or neo4j://HOST:PORT/DATABASE (default: $RINGFENCE_STORE, else ${DEFAULT_STORE})`,
    )
    .addOption(new Option('--database-url <url>', 'the same as --store').hideHelp())
    .option('--json', 'print one JSON document on stdout and nothing else');
}

export interface StoreFlags {
  readonly store?: string;
  readonly databaseUrl?: string;
  readonly json?: boolean;
}

export function storeUrl(flags: StoreFlags, io: Io): string {
  return flags.store ?? flags.databaseUrl ?? io.env.RINGFENCE_STORE ?? io.env.DATABASE_URL ?? DEFAULT_STORE;
}

/** A store's address as it may be shown: without the user and password that may stand in it. */
export function shownUrl(url: string): string {
  return url.replace(/^([a-z0-9+]+:\/\/).*@/i, '$1');
}

/** Opens the store for one piece of work and closes it whatever happens; writing takes the writer's lease. */
export async function useStore<T>(
  app: AppContext,
  url: string,
  mode: StoreMode,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await app.openStore(url, mode);
  try {
    if (mode !== 'read') await store.acquireLease();
    return await work(store);
  } finally {
    await store.close();
  }
}

import { join } from 'node:path';
import { afterAll } from 'vitest';
import { detectRings, type DetectResult } from '../../src/app/detect-rings.ts';
import { findDataset } from '../../src/ingest/datasets/registry.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import type { Finding } from '../../src/graph/model/finding.ts';
import type { Ring } from '../../src/graph/model/ring.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { sharedData } from './shared-data.ts';

const MAPPINGS = join(import.meta.dirname, '../../examples/mappings');

/** A data set of the shared data, imported into a store in memory as its users would. */
export interface ImportedData {
  readonly store: Store;
  /** Detects over all of it, with options as on the command line. */
  detect(detectors?: readonly string[], set?: readonly string[]): Promise<DetectResult>;
}

/**
 * Imports a folder of the shared data, or one file of it; for the tests of one file, at whose end the store is closed.
 * @param mapping name of a mapping in examples/mappings, for the format csv
 * @returns null when the shared data is absent
 */
export async function importShared(
  format: string,
  path: readonly string[],
  mapping?: string,
): Promise<ImportedData | null> {
  const from = sharedData(...path);
  if (from === null) return null;
  const store = await openSqliteStore({
    path: ':memory:',
    url: 'memory:',
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
  afterAll(() => store.close());
  await store.acquireLease();
  await importDataset(store, findDataset(format)!, [from], {
    clock: systemClock,
    maxBad: { count: 0 },
    mapping: mapping === undefined ? undefined : join(MAPPINGS, mapping),
  });
  return {
    store,
    detect: (detectors, set) => detectRings(store, { detectors, set, asOf: null, save: false }, systemClock),
  };
}

/** Of each finding or ring the users in it, sorted. */
export function usersOf(found: readonly (Finding | Ring)[]): string[][] {
  return found.map(({ members }) =>
    members
      .filter(({ type }) => type === 'User')
      .map(({ id }) => id)
      .toSorted(),
  );
}

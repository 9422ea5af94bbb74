import type { Readable } from 'node:stream';
import { findDataset } from '../ingest/datasets/registry.ts';
import { importDataset, type ImportReport } from '../ingest/import-dataset.ts';
import type { MaxBad } from '../ingest/max-bad.ts';
import { Quarantine } from '../ingest/quarantine.ts';
import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';

export interface ImportRequest {
  /** Name of a data set of the registry. */
  readonly format: string;
  /** Files or folders of them, or `-` for standard input. */
  readonly paths: readonly string[];
  /** Path of the mapping file, for csv. */
  readonly mapping?: string;
  readonly source?: string;
  readonly maxBad: MaxBad;
  /** File that bad rows go to; made only when there is one. */
  readonly quarantine: string;
  readonly batchSize: number;
  readonly stdin: () => Readable;
}

/**
 * Imports files into a store. Importing the same again changes nothing.
 * @throws RingfenceError USAGE, FILE_UNREADABLE, FORMAT_UNKNOWN, MAPPING_INVALID, TOO_MANY_BAD_ROWS
 */
export async function importData(
  store: Store,
  request: ImportRequest,
  clock: Clock,
  progress: Progress = () => {},
): Promise<ImportReport> {
  const dataset = findDataset(request.format);
  if (!dataset) throw new RingfenceError('USAGE', `format "${request.format}" is not known`);
  return importDataset(store, dataset, request.paths, {
    clock,
    batchSize: request.batchSize,
    maxBad: request.maxBad,
    quarantine: new Quarantine(request.quarantine),
    onProgress: ({ rows }) => progress('importing rows', rows),
    source: request.source,
    mapping: request.mapping,
    stdin: request.stdin,
  });
}

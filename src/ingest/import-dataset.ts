import type { Readable } from 'node:stream';
import { RingfenceError } from '../kernel/errors.ts';
import { CurrencyTable } from '../kernel/money.ts';
import type { Store } from '../store/port.ts';
import type { Dataset, DeclaredCurrency } from './dataset.ts';
import { DEFAULT_SOURCE } from './decode.ts';
import { inputsOf } from './files/input.ts';
import { loadMapping } from './mapping/load-mapping.ts';
import type { Mapping } from './mapping/mapping.ts';
import { ingest, type IngestOptions, type IngestReport } from './writer.ts';

export interface ImportOptions extends IngestOptions {
  /** Source of events that name none; default what the mapping says, else `default`. Two data sets in one store want one each. */
  readonly source?: string;
  /** Standard input, for the path `-`. */
  readonly stdin?: () => Readable;
  /** Path of the mapping file of a data set that is mapped. */
  readonly mapping?: string;
}

export interface ImportReport extends IngestReport {
  /** Files that were passed over, and why. */
  readonly ignored: readonly { readonly file: string; readonly why: string }[];
}

/**
 * Imports files of a data set: looks whether all are there, declares the data set's currencies, stores the events.
 * The caller holds the writer's lease.
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN, MAPPING_INVALID, USAGE, and what `ingest` throws
 */
export async function importDataset(
  store: Store,
  dataset: Dataset,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportReport> {
  const mapping = await mappingOf(dataset, options.mapping);
  const inputs = await inputsOf(paths, options.stdin, dataset.folders);
  await declareAll(store, [...(dataset.currencies ?? []), ...(mapping?.currencies ?? [])]);
  const ignored: { file: string; why: string }[] = [];
  const context = {
    currencies: await currencyTableOf(store),
    source: options.source ?? mapping?.source ?? DEFAULT_SOURCE,
    onIgnored: (file: string, why: string) => void ignored.push({ file, why }),
    mapping,
  };
  return { ...(await ingest(store, dataset.read(inputs, context), options)), ignored };
}

async function mappingOf(dataset: Dataset, path: string | undefined): Promise<Mapping | undefined> {
  if (dataset.mapped && path === undefined)
    throw new RingfenceError(
      'USAGE',
      `${dataset.name} needs a mapping file; wanted --mapping FILE (docs/importing.md has the grammar)`,
    );
  if (!dataset.mapped && path !== undefined)
    throw new RingfenceError('USAGE', `--mapping is for csv; ${dataset.name} knows its own tables`);
  return path === undefined ? undefined : loadMapping(path);
}

async function declareAll(store: Store, currencies: readonly DeclaredCurrency[]): Promise<void> {
  for (const { code, exponent } of currencies) await store.records.declareCurrency(code, exponent);
}

/** The currencies a store knows: ISO 4217 and those that imports declared. */
export async function currencyTableOf(store: Store): Promise<CurrencyTable> {
  const table = new CurrencyTable();
  for (const [code, exponent] of await store.records.currencies()) table.declare(code, exponent);
  return table;
}

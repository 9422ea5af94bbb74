import type { Readable } from 'node:stream';
import { CurrencyTable } from '../kernel/money.ts';
import type { Store } from '../store/port.ts';
import type { Dataset } from './dataset.ts';
import { DEFAULT_SOURCE } from './decode.ts';
import { inputsOf } from './files/input.ts';
import { ingest, type IngestOptions, type IngestReport } from './writer.ts';

export interface ImportOptions extends IngestOptions {
  /** Source of events that name none; default `default`. Two data sets in one store want one each. */
  readonly source?: string;
  /** Standard input, for the path `-`. */
  readonly stdin?: () => Readable;
}

/**
 * Imports files of a data set: looks whether all are there, declares the data set's currencies, stores the events.
 * The caller holds the writer's lease.
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN, USAGE, and what `ingest` throws
 */
export async function importDataset(
  store: Store,
  dataset: Dataset,
  paths: readonly string[],
  options: ImportOptions,
): Promise<IngestReport> {
  const inputs = await inputsOf(paths, options.stdin);
  for (const { code, exponent } of dataset.currencies ?? [])
    await store.records.declareCurrency(code, exponent);
  const currencies = await currencyTableOf(store);
  return ingest(
    store,
    dataset.read(inputs, { currencies, source: options.source ?? DEFAULT_SOURCE }),
    options,
  );
}

/** The currencies a store knows: ISO 4217 and those that imports declared. */
export async function currencyTableOf(store: Store): Promise<CurrencyTable> {
  const table = new CurrencyTable();
  for (const [code, exponent] of await store.records.currencies()) table.declare(code, exponent);
  return table;
}

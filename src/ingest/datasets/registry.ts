import type { Dataset } from '../dataset.ts';
import { amlsim } from './amlsim.ts';
import { amlworld } from './amlworld.ts';
import { events } from './events.ts';
import { fraudData } from './fraud-data.ts';
import { mappedCsv } from './mapped-csv.ts';
import { paysim } from './paysim.ts';
import { rift } from './rift.ts';

/** Every data set that can be imported, in the order of help. */
export const DATASETS: readonly Dataset[] = [events, mappedCsv, fraudData, paysim, amlsim, amlworld, rift];

/** `undefined` for an unknown name. */
export function findDataset(name: string): Dataset | undefined {
  return DATASETS.find((dataset) => dataset.name === name);
}

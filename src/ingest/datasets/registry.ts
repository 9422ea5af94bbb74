import type { Dataset } from '../dataset.ts';
import { events } from './events.ts';
import { fraudData } from './fraud-data.ts';
import { rift } from './rift.ts';

/** Every data set that can be imported, in the order of help. */
export const DATASETS: readonly Dataset[] = [events, fraudData, rift];

/** `undefined` for an unknown name. */
export function findDataset(name: string): Dataset | undefined {
  return DATASETS.find((dataset) => dataset.name === name);
}

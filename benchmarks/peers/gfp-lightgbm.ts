import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedTransfer } from '../amlsim-runs.ts';
import { installPythonPeer } from './python-peer.ts';

/** What the driver gfp_lightgbm.py prints. */
export interface GfpLightGbmRun {
  readonly f1: number;
  readonly averagePrecision: number;
  readonly threshold: number;
  /** Processor time of the features, and of training and scoring. */
  readonly seconds: readonly [number, number];
}

export interface GfpLightGbm {
  readonly version: string;
  /**
   * @param transfers in event order
   * @param batch transfers handed over at once
   */
  judge(
    folder: string,
    transfers: readonly SimulatedTransfer[],
    ends: readonly [number, number, number],
    batch: number,
  ): GfpLightGbmRun;
}

/** Of 7, 14, 30 and 60 days the window that does best on amlsim-ring10k. */
const WINDOW_DAYS = 7;
const SECONDS_PER_DAY = 86_400;

/** LightGBM with the features of Snap ML's GFP; null, with the reason on stderr, where they can't be installed. */
export function installGfpLightGbm(): GfpLightGbm | null {
  const peer = installPythonPeer(['lightgbm', 'snapml', 'scikit-learn'], 'gfp_lightgbm.py');
  return (
    peer && {
      version: peer.version,
      judge(folder, transfers, [trainEnd, middleEnd], batch) {
        const file = join(folder, 'transfers.bin');
        const rows = transfers.flatMap(({ day, from, to, amount, alert }, i) => [
          i,
          from,
          to,
          day * SECONDS_PER_DAY,
          amount,
          Number(alert >= 0),
        ]);
        writeFileSync(file, Float64Array.from(rows));
        return peer.run<GfpLightGbmRun>(file, trainEnd, middleEnd, batch, WINDOW_DAYS);
      },
    }
  );
}

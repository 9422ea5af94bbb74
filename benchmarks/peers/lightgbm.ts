import { installPythonPeer } from './python-peer.ts';

/** What the driver lightgbm.py prints: seconds, and how good the model is. */
export interface LightGbmRun {
  readonly train: number;
  readonly predict: number;
  readonly explain: number;
  readonly averagePrecision: number;
}

export interface LightGbm {
  readonly version: string;
  /** @param folder with `train.bin` and `test.bin` */
  run(folder: string, rows: number, columns: number, trees: number, explain: number): LightGbmRun;
}

/** LightGBM; null, with the reason on stderr, where it can't be installed. */
export function installLightGbm(): LightGbm | null {
  return installPythonPeer(['lightgbm', 'scikit-learn', 'numpy'], 'lightgbm.py');
}

import { installPythonPeer } from './python-peer.ts';

/** What the driver gfp.py prints. */
export interface GfpRun {
  readonly seconds: number;
  /** By length, the sum over all edges of the bundles each is part of. */
  readonly participations: Readonly<Record<string, number>>;
}

export interface Gfp {
  readonly version: string;
  /** @param batch edges handed over at once, 0 for all of them */
  run(edgeFile: string, windowSeconds: number, batch: number): GfpRun;
}

/** Snap ML's Graph Feature Preprocessor; null, with the reason on stderr, where it can't be installed. */
export function installGfp(): Gfp | null {
  return installPythonPeer(['snapml'], 'gfp.py');
}

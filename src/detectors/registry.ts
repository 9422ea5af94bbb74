import type { Detector } from './detector.ts';
import { sharedIdentity } from './shared-identity/detect.ts';

/** Every detector there is, in the order in which they are listed and run. A new one is one folder and one line. */
export const DETECTORS: readonly Detector[] = [sharedIdentity];

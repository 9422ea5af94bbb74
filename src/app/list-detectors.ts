import type { OptionSpec } from '../detectors/options.ts';
import { DETECTORS } from '../detectors/registry.ts';
import type { Serving } from './serving/serving.ts';

export interface DetectorEntry {
  readonly name: string;
  readonly summary: string;
  readonly onRequest: boolean;
  readonly live: boolean;
  readonly options: readonly {
    readonly name: string;
    readonly default: string;
    readonly takes: string;
    readonly doc: string;
    readonly source: string;
  }[];
}

/** Every detector with its options, in the order of the registry. */
export function listDetectors({ engine }: Serving): readonly DetectorEntry[] {
  return DETECTORS.map(({ name, summary, onRequest, options }) => ({
    name,
    summary,
    onRequest: onRequest ?? false,
    live: engine.liveDetectors.includes(name),
    options: Object.entries(options as Readonly<Record<string, OptionSpec<unknown>>>).map(
      ([option, spec]) => ({
        name: option,
        default: spec.format(spec.default),
        takes: spec.takes,
        doc: spec.doc,
        source: spec.source,
      }),
    ),
  }));
}

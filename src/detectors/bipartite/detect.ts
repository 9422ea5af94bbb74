import { layeredDetector, type Layered } from '../layered-detector.ts';
import { BIPARTITE_OPTIONS, type BipartiteOptions } from './options.ts';

/** Groups of accounts that pay the same several others (docs/algorithms/bipartite.md). */
export const BIPARTITE: Layered<BipartiteOptions> = {
  name: 'bipartite',
  summary: 'Groups of accounts that all pay several of the same others.',
  options: BIPARTITE_OPTIONS,
  levels: () => 2,
};

export const bipartite = layeredDetector(BIPARTITE);

import { layeredDetector } from '../layered-detector.ts';
import { BIPARTITE_OPTIONS } from './options.ts';

/** Groups of accounts that pay the same several others (docs/algorithms/bipartite.md). */
export const bipartite = layeredDetector({
  name: 'bipartite',
  summary: 'Groups of accounts that all pay several of the same others.',
  options: BIPARTITE_OPTIONS,
  levels: () => 2,
});

import { layeredDetector } from '../layered-detector.ts';
import { STACK_OPTIONS } from './options.ts';

/** Accounts on several levels, each level paying the next in order of time (docs/algorithms/stack.md). */
export const stack = layeredDetector({
  name: 'stack',
  summary: 'Accounts on several levels, of which each pays the next, in order of time.',
  options: STACK_OPTIONS,
  levels: ({ layers }) => layers + 1,
});

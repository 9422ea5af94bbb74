import { layeredDetector, type Layered } from '../layered-detector.ts';
import { STACK_OPTIONS, type StackOptions } from './options.ts';

/** Accounts on several levels, each level paying the next in order of time (docs/algorithms/stack.md). */
export const STACK: Layered<StackOptions> = {
  name: 'stack',
  summary: 'Accounts on several levels, of which each pays the next, in order of time.',
  options: STACK_OPTIONS,
  levels: ({ layers }) => layers + 1,
};

export const stack = layeredDetector(STACK);

import { denseCommunity } from '../dense-community/detect.ts';
import type { DenseCommunityOptions } from '../dense-community/options.ts';
import { NOTHING, type LiveDetector, type LiveSubject, type Outcome } from './live-detector.ts';
import { outcomeOf, type LiveContext } from './live-things.ts';
import { sliceGraph } from './slice-graph.ts';
import { addAll, type Slice } from './slices.ts';

/**
 * Live form of dense-community. Communities are of everybody who hangs together, so there is one subject: all. It is
 * evaluated when a day of the events is over, as nothing can be new before; what comes late is taken up then too, or
 * when somebody reads the result. Each time it costs a batch run.
 */
export class LiveDenseCommunity implements LiveDetector {
  readonly #context: LiveContext;
  readonly #options: DenseCommunityOptions;
  readonly #all: LiveSubject = { evaluate: () => this.#conclude() };
  /** The last midnight that was looked at. */
  #midnight: number | null = null;

  constructor(context: LiveContext, options: DenseCommunityOptions) {
    this.#context = context;
    this.#options = options;
  }

  appended(): void {
    const { projection, marks } = this.#context;
    if (projection.lastMidnight !== this.#midnight) marks.touch(this.#all);
  }

  changes(): void {
    this.#context.marks.grow(this.#all);
  }

  hubsChanged(): void {}

  #conclude(): Outcome {
    const { projection, hubs } = this.#context;
    const { lastMidnight } = projection;
    this.#midnight = lastMidnight;
    if (lastMidnight === null) return NOTHING;
    const slice: Slice = new Set();
    for (const { acts, labels } of projection.users.values()) {
      addAll(slice, acts);
      addAll(slice, labels);
    }
    for (const { paid, references } of projection.accounts.values()) {
      addAll(slice, paid);
      addAll(slice, references);
    }
    for (const things of [projection.things.device, projection.things.block])
      for (const { references } of things.values()) addAll(slice, references);
    const graph = { ...sliceGraph(slice).graph, asOf: lastMidnight };
    const calendar = hubs.calendarOf(graph, projection);
    return outcomeOf(graph, denseCommunity.detect(graph, this.#options, calendar));
  }
}

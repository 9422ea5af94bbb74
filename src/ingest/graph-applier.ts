import type { GraphStore, LoggedEvent } from '../store/port.ts';
import { GraphReach } from './graph-reach.ts';

/** Events applied at once: many, as each touches nodes all over the store, and a node is written once in a group. */
const EVENTS = 50_000;
/**
 * Nodes and edges that a group reaches at most, short of a batch, in a store that applies beside appending: a server
 * keeps what a transaction changes in its heap and refuses too much (250,000 with 1 GB).
 */
const REACH = 70_000;

/** What is asked of a graph store here. */
type Applying = Pick<GraphStore, 'apply' | 'appliesBesideAppends'>;

/**
 * Brings what was appended into the graph, in large groups, one at a time: in turn with appending or, where the store
 * gains by it, beside it. Appending waits when a group has gathered behind the one under way.
 * Memory: one group in turn; beside, one that waits and one under way; and the batch appended last.
 */
export class GraphApplier {
  readonly #graph: Applying;
  readonly #size: number;
  #waiting: LoggedEvent[] = [];
  #reach = new GraphReach();
  /** The group under way; resolves when it has ended, well or not. */
  #underWay: Promise<void> | null = null;
  /** What the first `apply` that failed threw; the groups after it would leave a gap, so none comes. */
  #failure: { readonly error: unknown } | null = null;

  /** @param size events in a group; default 50,000 */
  constructor(graph: Applying, size?: number) {
    this.#graph = graph;
    this.#size = size ?? EVENTS;
  }

  /** Hands over the next event of the log; its append has ended. */
  add(event: LoggedEvent): void {
    this.#waiting.push(event);
    if (this.#graph.appliesBesideAppends) this.#reach.add(event.event);
  }

  /** To be called after every append: applies what is due. @throws what a group's `apply` threw, an earlier one's too */
  async keepUp(): Promise<void> {
    this.#throwFailure();
    if (this.#waiting.length < this.#size && this.#reach.size < REACH) return;
    if (!this.#graph.appliesBesideAppends) return this.finish();
    await this.#underWay;
    this.#throwFailure();
    this.#start();
  }

  /** Applies all that was handed over, and waits for it. @throws what any group's `apply` threw */
  async finish(): Promise<void> {
    await this.#underWay;
    this.#throwFailure();
    this.#start();
    await this.#underWay;
    this.#throwFailure();
  }

  #start(): void {
    const events = this.#waiting;
    if (events.length === 0) return;
    this.#waiting = [];
    this.#reach = new GraphReach();
    this.#underWay = this.#apply(events);
  }

  async #apply(events: readonly LoggedEvent[]): Promise<void> {
    try {
      await this.#graph.apply(events);
    } catch (error) {
      this.#failure = { error };
    } finally {
      this.#underWay = null;
    }
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

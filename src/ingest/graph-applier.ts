import type { GraphStore, LoggedEvent } from '../store/port.ts';

/** Events applied at once where it is done in turn with appending: many, as each touches nodes all over the store. */
const IN_TURN = 50_000;
/** Events worth a group of their own where it is done beside appending: fewer, so that there is something to go beside. */
const BESIDE = 20_000;

/** What is asked of a graph store here. */
type Applying = Pick<GraphStore, 'apply' | 'appliesBesideAppends'>;

/**
 * Brings what was appended into the graph, in large groups, one at a time: in turn with appending or, where the store
 * gains by it, beside it. Appending waits when two groups have gathered behind the one under way.
 * Memory: one group in turn; beside, two that wait and up to two under way; and the batch appended last.
 */
export class GraphApplier {
  readonly #graph: Applying;
  readonly #size: number;
  #waiting: LoggedEvent[] = [];
  /** The group under way; resolves when it has ended, well or not. */
  #underWay: Promise<void> | null = null;
  /** What the first `apply` that failed threw; the groups after it would leave a gap, so none comes. */
  #failure: { readonly error: unknown } | null = null;

  /** @param size events in a group; default 50,000 in turn, 20,000 beside */
  constructor(graph: Applying, size?: number) {
    this.#graph = graph;
    this.#size = size ?? (graph.appliesBesideAppends ? BESIDE : IN_TURN);
  }

  /** Hands over the next event of the log; its append has ended. */
  add(event: LoggedEvent): void {
    this.#waiting.push(event);
  }

  /** To be called after every append: applies what is due. @throws what a group's `apply` threw, an earlier one's too */
  async keepUp(): Promise<void> {
    if (!this.#graph.appliesBesideAppends) {
      if (this.#waiting.length >= this.#size) await this.finish();
      return;
    }
    if (this.#waiting.length >= 2 * this.#size) await this.#underWay;
    this.#throwFailure();
    if (this.#underWay === null && this.#waiting.length >= this.#size) this.#start();
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

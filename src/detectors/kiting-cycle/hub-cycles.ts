import { DAY, utcMidnight } from '../../kernel/time.ts';
import { addExact, type ExactCount } from '../../graph/algorithms/exact-count.ts';
import type { CycleHooks, CycleRules, CycleSearch } from '../../graph/algorithms/cycle-rules.ts';
import { temporalCycleSearch } from '../../graph/algorithms/temporal-cycles.ts';
import type { CycleBudget } from '../../graph/algorithms/count-temporal-cycles.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { Hub, HubReason } from '../../graph/model/finding.ts';
import type { TemporalGraph } from '../../graph/temporal-graph.ts';
import type { HubCalendar } from '../detector.ts';

/** Days are told apart from "never asked" (0) and kept above it: the year 0 is day -719,528. */
const DAY_SHIFT = 1_000_000;

/** Answers, for the UTC day that a search has come to, which accounts are hubs; remembers one day an account. */
export class HubGate {
  /** Whether any hub was met since the gate was last moved. */
  met = false;
  readonly #hubs: HubCalendar;
  readonly #known: Int32Array;
  #at = 0;
  #day = 0;

  constructor(hubs: HubCalendar, accounts: number) {
    this.#hubs = hubs;
    this.#known = new Int32Array(accounts);
  }

  /** @param at epoch milliseconds */
  moveTo(at: number): void {
    this.#at = at;
    this.#day = utcMidnight(at) / DAY + DAY_SHIFT;
    this.met = false;
  }

  admits(account: number): boolean {
    const known = this.#known[account];
    const isHub =
      known >> 1 === this.#day ? (known & 1) === 1 : this.#hubs.account(account, this.#at) !== null;
    this.#known[account] = this.#day * 2 + (isHub ? 1 : 0);
    if (isHub) this.met = true;
    return !isHub;
  }

  reason(account: number): HubReason | null {
    return this.#hubs.account(account, this.#at);
  }
}

/**
 * Counts the instances that hubs keep from being findings. Hubs are searched through for this only, on a budget of
 * their own, so that they never use up that of the findings.
 */
export class HubCycles {
  /** Completing edges whose instances through hubs are not counted, rising. */
  readonly unfinished: number[] = [];
  readonly #edges: TemporalGraph;
  readonly #gate: HubGate;
  readonly #budget: CycleBudget;
  readonly #search: CycleSearch;
  readonly #isWanted: (vertices: readonly number[]) => boolean;
  readonly #met = new Map<number, { reason: HubReason; day: number; keptOut: ExactCount }>();

  constructor(
    edges: TemporalGraph,
    rules: CycleRules,
    follows: CycleHooks['follows'],
    gate: HubGate,
    budget: CycleBudget,
    isWanted: (vertices: readonly number[]) => boolean,
  ) {
    this.#isWanted = isWanted;
    this.#edges = edges;
    this.#gate = gate;
    this.#budget = budget;
    this.#search = temporalCycleSearch(edges, rules, { follows });
  }

  /** Counts what a completing edge would complete, were there no hubs; the gate stands at its time. */
  count(edge: number): void {
    const left = Math.min(this.#budget.perEdge, this.#budget.total - this.#search.visits);
    const keptOut = new Map<number, ExactCount>();
    const finished =
      left > 0 &&
      this.#search.completedBy(edge, left, ({ vertices, length, count }) => {
        const accounts = vertices.slice(0, length);
        if (!this.#isWanted(accounts)) return;
        for (const account of accounts)
          if (!this.#gate.admits(account)) keptOut.set(account, addExact(keptOut.get(account) ?? 0, count));
      });
    if (!finished) this.unfinished.push(edge);
    else for (const [account, count] of keptOut) this.#add(account, this.#edges.at[edge], count);
  }

  #add(account: number, at: number, count: ExactCount): void {
    const known = this.#met.get(account);
    if (known) known.keptOut = addExact(known.keptOut, count);
    else {
      const reason = this.#gate.reason(account);
      if (reason !== null) this.#met.set(account, { reason, day: utcMidnight(at), keptOut: count });
    }
  }

  /** An instance through several hubs was kept out by each of them. */
  hubs(graph: EventGraph): Hub[] {
    return Array.from(this.#met, ([account, { reason, day, keptOut }]) => ({
      type: 'Account',
      id: graph.accounts.id(account),
      reason,
      day,
      keptOut: Math.min(Number(keptOut), Number.MAX_SAFE_INTEGER),
    }));
  }
}

import type { IsTypeHub } from '../account-type-hubs.ts';
import { EpisodeFold, type Episode } from '../episode-fold.ts';
import type { FlowTable } from '../flow-table.ts';
import { LiveSet } from '../live-set.ts';
import type { GatherScatterOptions } from './options.ts';
import { Stretch } from './stretch.ts';

/** Told of a hub by type that keeps a transfer from opening or completing (epoch ms). */
export type KeepOut = (account: number, at: number) => void;

/**
 * Goes through the transfers of one account after the other and folds what completes (docs/algorithms/gather-scatter.md).
 * In its episodes a source has its account's number, a target that plus the number of accounts, and events are rows of
 * the graph's transfers.
 *
 * Each transfer enters and leaves three windows once: time O(transfers), and O(accounts counted) a day; memory 36 bytes
 * an account, taken once, and O(transfers of the busiest account).
 */
export class CentreSweep {
  readonly #flows: FlowTable;
  readonly #options: GatherScatterOptions;
  readonly #isTypeHub: IsTypeHub;
  readonly #fold: EpisodeFold;
  /** Payers in the window of the transfer out that is looked at. */
  readonly #gathered: LiveSet;
  /** What is counted, see {@link Stretch}. */
  readonly #sources: LiveSet;
  readonly #targets: LiveSet;
  #gatheredFrom = 0;
  #gatheredTo = 0;

  constructor(flows: FlowTable, options: GatherScatterOptions, isTypeHub: IsTypeHub) {
    const accounts = flows.graph.accounts.size;
    this.#flows = flows;
    this.#options = options;
    this.#isTypeHub = isTypeHub;
    this.#fold = new EpisodeFold(2 * accounts);
    this.#gathered = new LiveSet(accounts, isTypeHub);
    this.#sources = new LiveSet(accounts, isTypeHub, this.#fold);
    this.#targets = new LiveSet(accounts, isTypeHub, this.#fold, accounts);
  }

  episodes(centre: number, keepOut: KeepOut): Episode[] {
    const { at } = this.#flows;
    const { window, minSources } = this.#options;
    const stretch = new Stretch(this.#flows, centre, this.#sources, this.#targets, this.#options);
    const openings: number[] = [];
    let oldest = 0;
    for (const row of this.#flows.paidBy(centre)) {
      this.#gather(stretch.paidTo, row);
      if (this.#gathered.count >= minSources) openings.push(row);
      while (oldest < openings.length && at[openings[oldest]] < at[row] - window) oldest++;
      if (oldest < openings.length) {
        stretch.moveTo(row, openings[oldest], this.#gatheredTo);
        this.#close(centre, row, stretch, keepOut);
      } else {
        stretch.end(row);
        if (this.#gathered.count + this.#gathered.barred.size >= minSources)
          for (const hub of this.#gathered.barred) keepOut(hub, at[row]);
      }
    }
    this.#gatheredFrom = 0;
    this.#gatheredTo = 0;
    for (const set of [this.#gathered, this.#sources, this.#targets]) set.clear();
    return this.#fold.finish();
  }

  /** Moves the window of payers to that of a transfer out: those earlier in time. */
  #gather(paidTo: Int32Array, row: number): void {
    const { at } = this.#flows;
    const { from } = this.#flows.graph.transfers;
    this.#gathered.moveTo(at[row]);
    while (at[paidTo[this.#gatheredTo]] < at[row]) this.#gathered.add(from[paidTo[this.#gatheredTo++]]);
    const low = at[row] - this.#options.window;
    while (this.#gatheredFrom < this.#gatheredTo && at[paidTo[this.#gatheredFrom]] < low)
      this.#gathered.remove(from[paidTo[this.#gatheredFrom++]]);
  }

  #close(centre: number, row: number, stretch: Stretch, keepOut: KeepOut): void {
    const at = this.#flows.at[row];
    const target = this.#flows.graph.transfers.to[row];
    const { minSources, minTargets, window } = this.#options;
    if (!stretch.keepsWithin) return;
    const barred = [
      ...missing(this.#sources, minSources),
      ...missing(this.#targets, this.#targets.isCounted(target) ? minTargets : Infinity),
    ];
    if (!couldHold(this.#sources, minSources) || !couldHold(this.#targets, minTargets)) return;
    if (this.#isTypeHub(centre, at)) barred.push(centre);
    for (const hub of barred) keepOut(hub, at);
    if (barred.length === 0) this.#fold.complete(row, at, window, (counted) => stretch.evidenceOf(counted));
  }
}

/** The hubs by type for want of which too few are counted. */
function missing(set: LiveSet, fewest: number): Iterable<number> {
  return set.count >= fewest ? [] : set.barred;
}

function couldHold(set: LiveSet, fewest: number): boolean {
  return set.count + set.barred.size >= fewest;
}

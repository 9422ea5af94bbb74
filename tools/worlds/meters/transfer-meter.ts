import { Float64Column, Int32Column } from '../../../src/graph/columns.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { buildTemporalGraph, type TemporalGraph } from '../../../src/graph/temporal-graph.ts';
import type { CastList, Meter } from '../cast-list.ts';
import { DistinctKeys } from '../distinct-keys.ts';
import { bandCounts, quantileOf, rounded, type Measured } from '../reading.ts';

const ACCOUNT_ROOM = 2 ** 24;
const BANDS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/** Who sends money to whom in the window. 24 bytes a transfer. */
export class TransferMeter implements Meter {
  readonly #cast: CastList;
  readonly #from = new Int32Column();
  readonly #to = new Int32Column();
  readonly #at = new Float64Column();
  readonly #minor = new Float64Column();
  #graph: TemporalGraph | null = null;
  #amounts: Float64Array = new Float64Array(0);
  #betweenPeople = 0;

  constructor(cast: CastList) {
    this.#cast = cast;
  }

  add(event: Event): void {
    if (event.kind !== 'transfer' || !this.#cast.isInWindow(event.at)) return;
    const from = this.#cast.accounts.add(event.from);
    const to = this.#cast.accounts.add(event.to);
    this.#from.push(from);
    this.#to.push(to);
    this.#at.push(event.at);
    this.#minor.push(event.amount.minor);
    const [payer, payee] = [this.#cast.owner(from), this.#cast.owner(to)];
    if (payer >= 0 && payee >= 0 && payer !== payee) this.#betweenPeople++;
  }

  /** All transfers of the window; amounts by row of the graph. */
  transfers(): { graph: TemporalGraph; amounts: Float64Array } {
    if (!this.#graph) {
      const columns = { from: this.#from.finish(), to: this.#to.finish(), at: this.#at.finish() };
      this.#amounts = this.#minor.finish();
      this.#graph = buildTemporalGraph(columns, this.#cast.accounts.size);
    }
    return { graph: this.#graph, amounts: this.#amounts };
  }

  /** Distinct others (users, institutions) that each user sent money to or had it from. */
  counterparties(): Int32Array {
    const { graph } = this.transfers();
    const pairs = new DistinctKeys();
    // A party is a user, or an account that belongs to none.
    const party = (account: number) => {
      const owner = this.#cast.owner(account);
      return owner >= 0 ? owner : this.#cast.users.size + account;
    };
    for (let edge = 0; edge < graph.edges; edge++) {
      const [payer, payee] = [party(graph.from[edge]), party(graph.to[edge])];
      if (payer === payee) continue;
      pairs.add(payer * ACCOUNT_ROOM + payee);
      pairs.add(payee * ACCOUNT_ROOM + payer);
    }
    const counts = new Int32Array(this.#cast.users.size);
    for (const key of pairs.finish()) {
      const one = Math.floor(key / ACCOUNT_ROOM);
      if (one < counts.length) counts[one]++;
    }
    return counts;
  }

  read({ readings, histograms }: Measured): void {
    const cast = this.#cast;
    const all = this.counterparties();
    const tenured = all.filter((_, user) => cast.isInnocent(user) && cast.registeredAt(user) < cast.start);
    readings['counterparties.median'] = quantileOf(tenured, 0.5);
    readings['counterparties.p99'] = quantileOf(tenured, 0.99);
    readings.transfersPerUser = { value: rounded(this.#betweenPeople / cast.users.size) };
    const counts = bandCounts(tenured, BANDS);
    histograms.counterparties = {
      labels: BANDS.map((low, band) => {
        const high = BANDS[band + 1];
        return high === undefined ? `${low}+` : high === low + 1 ? String(low) : `${low}-${high - 1}`;
      }),
      values: counts.map((count) => rounded(count / tenured.length)),
    };
  }
}

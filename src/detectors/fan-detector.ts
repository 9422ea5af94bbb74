import type { EventGraph } from '../graph/event-graph.ts';
import type { Finding } from '../graph/model/finding.ts';
import { typeHubs, type IsTypeHub } from './account-type-hubs.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from './detector.ts';
import type { Episode } from './episode-fold.ts';
import { flowFinding } from './flow-finding.ts';
import { fanStrength } from './flow-strength.ts';
import { FlowTable } from './flow-table.ts';
import { HubTally } from './hub-tally.ts';
import { keptOutOnce } from './kept-out.ts';
import { LiveCount, type SubjectTransfers } from './live-count.ts';
import { durationOption, integerOption, type OptionTable } from './options.ts';

export interface FanOptions {
  readonly minCounterparties: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
}

/** The options of both fans; they differ in the words alone. */
export function fanOptions(counterparties: string): OptionTable<FanOptions> {
  return {
    minCounterparties: integerOption(
      10,
      { min: 2 },
      {
        doc: `Fewest distinct ${counterparties} inside the window.`,
        source: 'Expert estimate: a person has about 4 counterparties in 90 days, 60 at the 99th percentile.',
      },
    ),
    window: durationOption('72h', {
      doc: 'Length of the window, and longest gap inside a finding.',
      source: 'Expert estimate: collected money is moved on within days.',
    }),
  };
}

/** What tells a fan-in from a fan-out. */
export interface Fan {
  readonly name: string;
  readonly summary: string;
  readonly options: OptionTable<FanOptions>;
  readonly direction: 'in' | 'out';
}

/**
 * Makes the detector of one direction (definitions.md, "fan-in / fan-out"; docs/algorithms/fan-in.md, fan-out.md).
 *
 * Time O(transfers), and O(counterparties in the window) for each day of an account; memory 44 bytes a transfer and 20
 * an account, beside the findings, whose members are no more than transfers. Nothing is ever cut short.
 */
export function fanDetector(fan: Fan): Detector<FanOptions> {
  return {
    name: fan.name,
    summary: fan.summary,
    onRequest: true,
    options: fan.options,
    detect: (graph, options, hubs) =>
      new FanRun(fan, graph, options, hubs).run(Array(graph.accounts.size).keys()),
    detectOne: (graph, options, hubs, account) => new FanRun(fan, graph, options, hubs).run([account]),
  };
}

class FanRun {
  readonly #fan: Fan;
  readonly #graph: EventGraph;
  readonly #options: FanOptions;
  readonly #hubs: HubCalendar;
  readonly #isTypeHub: IsTypeHub;
  readonly #flows: FlowTable;
  readonly #tally = new HubTally();
  readonly #hash: string;

  constructor(fan: Fan, graph: EventGraph, options: FanOptions, hubs: HubCalendar) {
    this.#fan = fan;
    this.#graph = graph;
    this.#options = options;
    this.#hubs = hubs;
    this.#isTypeHub = typeHubs(graph, hubs);
    this.#flows = new FlowTable(graph);
    this.#hash = optionsHash(fan.options, options);
  }

  run(accounts: Iterable<number>): Detection {
    const counter = new LiveCount(this.#graph.accounts.size, this.#isTypeHub);
    const findings: Finding[] = [];
    for (const account of accounts) {
      const rows = this.#fan.direction === 'in' ? this.#flows.paidTo(account) : this.#flows.paidBy(account);
      if (rows.length < this.#options.minCounterparties) continue;
      for (const finding of this.#ofAccount(account, rows, counter)) findings.push(finding);
    }
    return { findings, hubs: this.#tally.hubs(), truncated: [] };
  }

  #ofAccount(account: number, rows: Int32Array, counter: LiveCount): Finding[] {
    const { window, minCounterparties } = this.#options;
    const transfers = this.#transfersOf(rows);
    const keepOut = keptOutOnce(this.#graph, this.#tally);
    const episodes = counter.episodes(transfers, {
      window,
      fewest: minCounterparties,
      admits: (row) => {
        if (!this.#isTypeHub(account, transfers.at[row])) return true;
        keepOut(account, transfers.at[row]);
        return false;
      },
      missed: (row, barred) => {
        const at = transfers.at[row];
        for (const hub of this.#isTypeHub(account, at) ? [account, ...barred] : barred) keepOut(hub, at);
      },
      evidenceOf: firstInWindow(transfers, window),
    });
    return episodes.map((episode) => this.#finding(account, rows, episode));
  }

  #transfersOf(rows: Int32Array): SubjectTransfers {
    const { from, to } = this.#graph.transfers;
    const other = this.#fan.direction === 'in' ? from : to;
    const at = Float64Array.from(rows, (row) => this.#flows.at[row]);
    return { at, account: rows.map((row) => other[row]), start: at };
  }

  #finding(account: number, rows: Int32Array, { first, last, peak, members }: Episode): Finding {
    const positionOf = (i: number): number => this.#graph.transfers.event[rows[i]];
    const strangers = members.filter(
      ({ user, evidence }) => !this.#flows.haveDealtBefore(account, user, rows[evidence[0]]),
    );
    const crossing = positionOf(first);
    const role = this.#fan.direction === 'in' ? 'collector' : 'organiser';
    const match = {
      detector: this.#fan.name,
      subject: [account],
      first: crossing,
      last: positionOf(last),
      peak,
      members: [
        { account, role, since: crossing, evidence: [] } as const,
        ...members.map(({ user, since, evidence }) => ({
          account: user,
          role: 'member' as const,
          since: positionOf(since),
          evidence: evidence.map(positionOf),
        })),
      ],
      strength: fanStrength(peak, members.length, strangers.length),
      optionsHash: this.#hash,
    };
    return flowFinding(this.#graph, match, this.#hubs, this.#tally);
  }
}

/** The first row of an account in the window of a row; rows are sorted by account when first asked for. */
function firstInWindow(
  { at, account }: SubjectTransfers,
  window: number,
): (account: number, row: number) => readonly number[] {
  let rowsOf: Map<number, number[]> | null = null;
  return (member, row) => {
    rowsOf ??= Map.groupBy(
      Array.from({ length: at.length }, (_, i) => i),
      (i) => account[i],
    );
    const rows = rowsOf.get(member)!;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at[rows[middle]] >= at[row] - window) high = middle;
      else low = middle + 1;
    }
    return [rows[low]];
  };
}

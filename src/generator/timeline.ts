import type { Event } from '../graph/model/event.ts';
import { rngFor } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';
import { DailyLife } from './daily-life.ts';
import { EventWriter } from './event-writer.ts';
import { plannedFeeds, type Feed } from './feeds.ts';
import { HISTORY_DAYS } from './options.ts';
import { NOWHERE } from './script.ts';
import type { Stage } from './stage.ts';

/** What is planned, with its rows in the order in which they are due: 12 bytes a row. */
export interface Agenda {
  readonly feed: Feed;
  readonly order: Int32Array;
}

/** Sorts each feed by time, once per world. Time O(n log n). */
export function makeAgendas(stage: Stage): Agenda[] {
  return plannedFeeds(stage).map((feed) => {
    const { at } = feed;
    const rows = Int32Array.from(at.keys()).filter((row) => !Number.isNaN(at[row]));
    return { feed, order: rows.sort((a, b) => at[a] - at[b] || a - b) };
  });
}

/**
 * Tells a world, one day at a time, in event order: the history before the window (who registered when), then the
 * window. Holds one day's events and what is due later (settlements within 120 days), nothing more.
 */
export function* tellTimeline(stage: Stage, agendas: readonly Agenda[]): Generator<readonly Event[]> {
  const writer = new EventWriter(stage, openingBalances(stage));
  const cursors = agendas.map(() => 0);
  let identity = stage.identities.size;
  for (let day = -HISTORY_DAYS; day < stage.options.days; day++) {
    const until = stage.time.dayStart(day) + DAY;
    agendas.forEach(({ feed, order }, number) => {
      for (; cursors[number] < order.length; cursors[number]++) {
        const row = order[cursors[number]];
        if (feed.at[row] >= until) break;
        feed.tell(row, feed.at[row], writer);
      }
    });
    if (day >= 0 && !stage.options.legacy) {
      runOrders(stage, writer, day);
      new DailyLife(stage, writer, day, () => identity++).tell();
    }
    yield* writer.take(until);
  }
}

function runOrders(stage: Stage, writer: EventWriter, day: number): void {
  const { accounts, options, level, quiet } = stage;
  const runs = (account: number, at: number) => {
    const owner = accounts.owner(account);
    return owner < 0 || (accounts.openedAt(account) < at && !quiet.overlaps(owner, at, at + 1));
  };
  for (const due of stage.orders.due(day, stage.time.dayStart(day))) {
    const { order, from, to, minor, at, rail } = due;
    if (!runs(from, at) || !runs(to, at)) continue;
    const event = writer.transfer(at, { user: accounts.owner(from), from, to, minor, spot: NOWHERE, rail });
    const rng = rngFor(options.seed, 'returned', order, day);
    // AM04: insufficient funds (ISO 20022 return reason).
    if (rail === 'direct-debit' && rng.chance(level.life.debitReturned))
      writer.settlement(event, at + (1 + 2 * rng.unit()) * DAY, 'returned', 'AM04');
  }
}

/** What was on each account when the window began: log-normal, median 1,200 in major units. */
function openingBalances(stage: Stage): Float64Array {
  return Float64Array.from(
    { length: stage.accounts.size },
    (_, account) =>
      stage.openings.get(account) ??
      Math.round(rngFor(stage.options.seed, 'opening', account).logNormal(Math.log(120_000), 1)),
  );
}

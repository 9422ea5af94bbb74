import type { EntityType } from '../../graph/model/entity.ts';
import type { Event, EventOrder } from '../../graph/model/event.ts';
import { graphFacts, intrinsicProperties, type PropertyValue } from '../../graph/model/graph-facts.ts';
import type { Statement } from './connection.ts';
import {
  byType,
  type GraphDelta,
  PAIR_TYPES,
  type EntityChange,
  type PairChange,
  type PairType,
  type TransferRow,
} from './graph-delta.ts';
import { RowSender } from './row-sender.ts';
import { isLater, readStamps, stampsText } from './stamps.ts';

const FILES: Readonly<Record<PairType, string>> = {
  HAS_ACCOUNT: 'has-account',
  USES_DEVICE: 'uses-device',
  USES_IP: 'uses-ip',
};

/**
 * Writes a batch's changes in a transaction of the caller. `last` is the seq up to which the log is in the graph
 * afterwards: what has to be found again is found among the events up to it.
 */
export async function writeDelta(run: Statement, delta: GraphDelta, last: number): Promise<void> {
  const changes = delta.entities();
  await reviseValues(run, changes, last);
  const stamps = await storedStamps(run, changes);
  const pairs: PairChanges[] = [];
  for (const type of PAIR_TYPES) pairs.push(await pairChanges(run, type, delta, last));
  // From here on only writing: nothing waits for an answer.
  const sender = new RowSender(run);
  await sender.groups(changes, (group) =>
    sender.send(
      'store/add-entities',
      byType(group, (change) => ({
        id: change.id,
        mentions: change.mentions,
        intrinsic: intrinsicProperties(change),
      })),
    ),
  );
  await sender.groups(changes.filter(hasValues), (group) =>
    sender.send(
      'store/set-entity-properties',
      byType(group, (change) => ({
        id: change.id,
        properties: newProperties(change, stamps.get(`${change.type} ${change.id}`)),
      })),
    ),
  );
  await sender.rows('store/add-transfers-to', delta.transfers, transferRow);
  await sender.rows('store/delete-transfers-to', delta.transfersBack, ({ from, to, key }) => [from, to, key]);
  for (const { type, added, kept, gone } of pairs) {
    await sender.rows(`store/add-${FILES[type]}`, added, pairRow);
    await sender.rows(`store/set-${FILES[type]}`, kept, pairRow);
    await sender.rows(`store/delete-${FILES[type]}`, gone, ({ from, to }) => [from, to]);
  }
  const fewer = changes.filter(({ mentions, revise }) => mentions <= 0 || revise);
  if (fewer.length > 0) {
    sender.send(
      'store/delete-unmentioned',
      byType(fewer, ({ id }) => id),
    );
  }
  await sender.done();
}

function transferRow(row: TransferRow): (string | number | null)[] {
  const { from, to, key, source, event, at, observedAt, amount, received } = row;
  const [minor, currency] = [amount?.minor ?? null, amount?.currency ?? null];
  const [receivedMinor, receivedCurrency] = [received?.minor ?? null, received?.currency ?? null];
  return [from, to, key, source, event, at, observedAt, minor, currency, receivedMinor, receivedCurrency];
}

function pairRow({ from, to, first, last, count }: PairChange): (string | number)[] {
  return [from, to, first, last, count];
}

interface PairChanges {
  readonly type: PairType;
  readonly added: readonly PairChange[];
  /** Counted again from the log. */
  readonly kept: readonly PairChange[];
  readonly gone: readonly PairChange[];
}

async function pairChanges(
  run: Statement,
  type: PairType,
  delta: GraphDelta,
  last: number,
): Promise<PairChanges> {
  const { added, revised } = delta.pairs(type);
  if (revised.length === 0) return { type, added, kept: [], gone: [] };
  const [kept, gone] = await countAgain(run, type, revised, last);
  return { type, added, kept, gone };
}

interface Uses extends PairChange {
  /** Body of some event of this kind: tells whether the kind makes this edge. */
  readonly sample: string;
}

/** Pairs as the log has them; those without a use left are gone. */
async function countAgain(
  run: Statement,
  type: PairType,
  pairs: readonly PairChange[],
  last: number,
): Promise<[kept: PairChange[], gone: PairChange[]]> {
  const uses = await run<Uses>(`store/uses-${FILES[type]}`, {
    rows: pairs.map(({ from, to }) => ({ from, to })),
    last,
  });
  const kept: PairChange[] = [];
  const gone: PairChange[] = [];
  const found = Map.groupBy(uses, ({ from, to }) => `${from.length} ${from}${to}`);
  for (const pair of pairs) {
    const rows = (found.get(`${pair.from.length} ${pair.from}${pair.to}`) ?? []).filter(({ sample }) =>
      graphFacts(JSON.parse(sample) as Event).edges.some((edge) => edge.type === type),
    );
    if (rows.length === 0) gone.push(pair);
    else {
      const { from, to } = pair;
      const first = rows.reduce((least, row) => Math.min(least, row.first), rows[0].first);
      const end = rows.reduce((most, row) => Math.max(most, row.last), rows[0].last);
      kept.push({ from, to, first, last: end, count: rows.reduce((sum, row) => sum + row.count, 0) });
    }
  }
  return [kept, gone];
}

/** Replaces what a batch says of entities to be revised by what the whole log says of them. */
async function reviseValues(run: Statement, changes: readonly EntityChange[], last: number): Promise<void> {
  const revised = new Map(
    changes.filter(({ revise }) => revise).map((change) => [`${change.type} ${change.id}`, change]),
  );
  if (revised.size === 0) return;
  const ids = [...new Set([...revised.values()].map(({ id }) => id))];
  const rows = await run<{ body: string }>('store/facts-of', { ids, last });
  for (const change of revised.values()) change.values.clear();
  for (const { body } of rows) {
    const event = JSON.parse(body) as Event;
    const by = { at: event.at, source: event.source, id: event.id };
    for (const { type, id, name, value } of graphFacts(event).properties) {
      const values = revised.get(`${type} ${id}`)?.values;
      const known = values?.get(name);
      if (values && (known === undefined || isLater(by, known.by))) values.set(name, { value, by });
    }
  }
}

/** Whether a batch says anything new about the properties of an entity. */
function hasValues({ values, revise }: EntityChange): boolean {
  return values.size > 0 || revise;
}

async function storedStamps(
  run: Statement,
  changes: readonly EntityChange[],
): Promise<ReadonlyMap<string, Map<string, EventOrder>>> {
  const touched = changes.filter(hasValues);
  if (touched.length === 0) return new Map();
  const rows = await run<{ type: EntityType; id: string; stamps: string }>(
    'store/read-stamps',
    byType(touched, ({ id }) => id),
  );
  return new Map(rows.map(({ type, id, stamps }) => [`${type} ${id}`, readStamps(stamps)]));
}

/** What to set on the node: the values later than those it has; null takes a property away. */
function newProperties(
  { values, revise }: EntityChange,
  stored: ReadonlyMap<string, EventOrder> = new Map(),
): Record<string, PropertyValue | null> {
  const properties: Record<string, PropertyValue | null> = {};
  const stamps = new Map(revise ? [] : stored);
  if (revise) for (const name of stored.keys()) properties[name] = null;
  for (const [name, { value, by }] of values) {
    const known = stamps.get(name);
    if (known !== undefined && !isLater(by, known)) continue;
    stamps.set(name, by);
    properties[name] = value;
  }
  properties.stamps = stampsText(stamps);
  return properties;
}

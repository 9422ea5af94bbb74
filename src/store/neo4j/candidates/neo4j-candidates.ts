import type { Event, EventOf } from '../../../graph/model/event.ts';
import type { BlockQuery, CandidateSource, CycleQuery, DeviceQuery } from '../../candidate-source.ts';
import { FactReader, type ReadRows } from './fact-reader.ts';

/**
 * Candidates found by the Cypher of cypher/detectors. The queries read the nodes of the log; the one for cycles walks
 * TRANSFERS_TO, so the graph must have taken in the log up to `head`.
 */
export class Neo4jCandidates implements CandidateSource {
  readonly #rows: ReadRows;

  constructor(rows: ReadRows) {
    this.#rows = rows;
  }

  /** Uses of the candidates; of their users every registration and profile change, and every use of another device. */
  async deviceSharing(query: DeviceQuery): Promise<readonly Event[]> {
    const facts = new FactReader(this.#rows, query);
    const devices = await facts.names('device-sharing', {
      minUsers: bounded(query.minUsers),
      minRegistered: bounded(query.minRegistered),
    });
    const uses = await facts.gather('facts/events-of-devices', devices);
    await facts.gather('facts/device-uses-of-users', usersOf(uses));
    await facts.gatherSaid();
    return facts.events();
  }

  /** Uses of the candidates, and every registration of their users. */
  async ipRecycling(query: BlockQuery): Promise<readonly Event[]> {
    const facts = new FactReader(this.#rows, query);
    const blocks = await facts.names('ip-recycling', {
      minUsers: bounded(query.minUsers),
      freshness: bounded(query.freshness),
    });
    const uses = await facts.gather('facts/events-of-blocks', blocks);
    await facts.gather('facts/registrations-of-users', usersOf(uses));
    await facts.gatherSaid();
    return facts.events();
  }

  /** The transfers of candidate cycles; of their accounts the openings and every transfer; the first transfer of all. */
  async kitingCycles(query: CycleQuery): Promise<readonly Event[]> {
    const facts = new FactReader(this.#rows, query);
    const keys = new Set<string>();
    for (let length = query.minLength; length <= query.maxLength; length++)
      for (const key of await facts.names(`kiting-cycle-${length}`, walkParameters(query))) keys.add(key);
    // Asked after the walks: what is taken back while they run is among the answers.
    const missing = await facts.rows<Missing>('facts/transfers-since-taken-back');
    for (const key of await transfersAround(facts, missing, query.window)) keys.add(key);
    const accounts = accountsOf(await facts.gather('facts/events-of-keys', keys));
    await facts.gather('facts/openings-of-accounts', accounts);
    const others = await facts.namesAmong('facts/transfers-of-accounts', accounts);
    await facts.gather('facts/events-of-keys', [...(await facts.names('facts/first-transfer')), ...others]);
    await facts.gatherSaid();
    return facts.events();
  }
}

/** A transfer that the graph no longer has. */
interface Missing {
  readonly key: string;
  readonly at: number;
}

/** Transfers, the missing ones too, within a window of a missing one: no walk finds the cycles it was part of. */
async function transfersAround(
  facts: FactReader,
  missing: readonly Missing[],
  window: number,
): Promise<string[]> {
  const keys: string[][] = [];
  for (const { at } of missing) {
    const [from, to] = [bounded(at - window), bounded(at + window)];
    keys.push(await facts.names('facts/transfers-around', { from, to }));
  }
  return keys.flat();
}

function walkParameters(query: CycleQuery) {
  return {
    window: bounded(query.window),
    ties: query.ties === 'allow',
    minAmount: bounded(query.minAmount),
    minBps: query.minRetention,
    maxBps: query.maxRetention,
    skipFx: query.fx === 'skip',
  };
}

/** A whole number for the server, which knows no infinite one. */
function bounded(value: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));
}

function usersOf(events: readonly Event[]): Set<string> {
  const users = new Set<string>();
  for (const event of events) if ('user' in event && event.user !== undefined) users.add(event.user);
  return users;
}

function accountsOf(events: readonly Event[]): Set<string> {
  const transfers = events.filter((event): event is EventOf<'transfer'> => event.kind === 'transfer');
  return new Set(transfers.flatMap(({ from, to }) => [from, to]));
}

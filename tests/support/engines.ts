import { detectRings } from '../../src/app/detect-rings.ts';
import { runDetectors } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { inForce } from './in-force.ts';
import type { Engine } from './scenario.ts';
import type { WireEvent } from './scenario-events.ts';

function decoded(wire: readonly WireEvent[]): Event[] {
  const currencies = new CurrencyTable();
  return wire.map((event) => decodeEvent(event, currencies));
}

/** In process, without a store. */
export const inMemory: Engine = async (wire, { asOf, ...selection }) => {
  const { findings, hubs } = runDetectors(buildEventGraph(inForce(decoded(wire), asOf), asOf), selection);
  return { findings, hubs, rings: formRings(findings).rings };
};

/** Into a store, detected and saved there, and what it keeps read back. */
export function storeEngine(open: () => Promise<Store>): Engine {
  return async (wire, request) => {
    const store = await open();
    try {
      await store.acquireLease();
      await store.events.append(decoded(wire));
      await detectRings(store, { ...request, save: true }, systemClock);
      const run = await store.records.latestRun();
      return {
        findings: await store.records.findings(),
        rings: await store.records.rings(),
        hubs: run?.hubs ?? [],
      };
    } finally {
      await store.close();
    }
  };
}

export const embeddedStore = storeEngine(() =>
  openSqliteStore({
    path: ':memory:',
    url: 'memory:',
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  }),
);

import { DAY } from '../kernel/time.ts';
import { Accounts } from './accounts.ts';
import { Acquaintances } from './acquaintances.ts';
import { Cast } from './cast.ts';
import type { PlannedCheckout } from './checkout.ts';
import type { Confirming } from './confirmations.ts';
import { Devices } from './devices.ts';
import { Economy } from './economy.ts';
import { EntityIds } from './entity-ids.ts';
import { Geography } from './geography.ts';
import { Identities } from './identities.ts';
import { LabelBook } from './label-book.ts';
import type { Level } from './level.ts';
import { LEVELS } from './levels.ts';
import type { Loner } from './loner.ts';
import { Network } from './network.ts';
import type { WorldOptions } from './options.ts';
import { Places } from './places.ts';
import { populate, type Population } from './population.ts';
import { QuietTimes } from './quiet-times.ts';
import { recruitLoners } from './recruit-loners.ts';
import { recruitRings } from './recruit-rings.ts';
import type { Ring } from './ring.ts';
import { Script } from './script.ts';
import { StandingOrders } from './standing-orders.ts';
import { TimeOfDay } from './time-of-day.ts';
import { TruthBook } from './truth-book.ts';

/** A world while it is planned: the people, what they have, and the pages on which rings and look-alikes write. */
export interface Stage {
  readonly options: WorldOptions;
  readonly level: Level;
  /** The window, epoch milliseconds, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly ids: EntityIds;
  readonly population: Population;
  readonly identities: Identities;
  readonly network: Network;
  readonly places: Places;
  readonly accounts: Accounts;
  readonly devices: Devices;
  readonly economy: Economy;
  readonly acquaintances: Acquaintances;
  readonly orders: StandingOrders;
  readonly time: TimeOfDay;
  readonly cast: Cast;
  readonly rings: readonly Ring[];
  /** Users with fraud who are in no ring. */
  readonly loners: readonly Loner[];
  readonly quiet: QuietTimes;
  /** Opening balances in minor units that are not left to chance, by account. */
  readonly openings: Map<number, number>;
  readonly geography: Geography;
  /** Payments whose checkout is not left to chance, by id. */
  readonly checkouts: Map<string, PlannedCheckout>;
  /** Users who confirm their contacts more or less often than others. */
  readonly confirming: Map<number, Confirming>;
  readonly script: Script;
  readonly labels: LabelBook;
  readonly truth: TruthBook;
}

/** Sets the stage: everybody and everything there is before anybody plays a part. Time and memory O(users). */
export function setStage(options: WorldOptions): Stage {
  const { seed, start } = options;
  const level = LEVELS[options.level];
  const population = populate(options, level);
  const cast = new Cast(seed, population, start);
  const rings = recruitRings(options, level, population, cast);
  const loners = recruitLoners(options, level, population, cast);
  const ids = new EntityIds(seed);
  const network = new Network(seed);
  const places = new Places(seed, population, network, level);
  const accounts = new Accounts(seed, population, level);
  const economy = new Economy(seed, population, accounts, level);
  economy.openOffices(population, network, places);
  const orders = new StandingOrders(seed);
  economy.placeOrders(population, accounts, orders);
  const script = new Script();
  return {
    options,
    level,
    start,
    end: start + options.days * DAY,
    ids,
    population,
    identities: new Identities(seed, population, level),
    network,
    places,
    accounts,
    devices: new Devices(seed, population, level),
    economy,
    acquaintances: new Acquaintances(seed, population, level),
    orders,
    time: new TimeOfDay(start, level.life.hours),
    cast,
    rings,
    loners,
    quiet: new QuietTimes(),
    openings: new Map(),
    geography: new Geography(seed, population, network),
    checkouts: new Map(),
    confirming: new Map(),
    script,
    labels: new LabelBook(script),
    truth: new TruthBook(ids, network),
  };
}

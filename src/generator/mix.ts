import { RingfenceError } from '../kernel/errors.ts';
import { nearestNames } from '../kernel/nearest-names.ts';
import { DAY } from '../kernel/time.ts';
import type { Level } from './level.ts';
import type { WorldOptions } from './options.ts';
import type { Population } from './population.ts';
import { PROFILES } from './profiles.ts';

export const LEGIT = 'legit';
export const RING = 'ring';

/** Share of the transactions of each class; they add up to 1. */
export type Mix = Readonly<Record<string, number>>;

/**
 * What one person of a class brings, on average: fraudulent transactions; how much of an ordinary life there is beside
 * them (0 to 1); innocent purchases made online that are planned with them. Measured.
 */
interface Yield {
  readonly strikes: number;
  readonly life: number;
  readonly extra: number;
}
const YIELDS: Readonly<Record<string, Yield>> = {
  'fake-account': { strikes: 8, life: 0, extra: 0 },
  takeover: { strikes: 4.5, life: 1, extra: 0 },
  'payment-fraud': { strikes: 6.5, life: 1, extra: 0 },
  'liquidity-crunch': { strikes: 1, life: 0, extra: 10.5 },
  'link-burst': { strikes: 2, life: 0, extra: 12 },
  ato: { strikes: 1, life: 0.5, extra: 10 },
  'bust-out': { strikes: 1, life: 0, extra: 16 },
  'sleeper-ato': { strikes: 1, life: 0, extra: 4.4 },
};
/** Transactions of a ring member, in those of an ordinary user; all of them count as the ring's. */
const RING_MEMBER = 1.05;
/** Of transfers that are drawn, these happen: the others have nobody to go to yet. */
const SENT = 0.85;

/** Rows per user that are planned for innocents: near misses; and look-alikes of other kinds, in 30 days. */
const PLANNED = { nearMisses: 0.55, lookalikes: 0.22 } as const;

/** All classes that a mix can name. */
export const CLASSES: readonly string[] = [LEGIT, ...PROFILES.map(({ kind }) => kind), RING];

/**
 * Reads `legit=75,fake-account=10,…`: parts of a whole, which need not add up to 100.
 * @param fraudRate where given, all classes but legit are scaled to that share together
 * @throws RingfenceError USAGE
 */
export function parseMix(text: string, fraudRate?: number): Mix {
  const parts = new Map<string, number>();
  for (const item of text.split(',')) {
    const [, name, value] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(item) ?? [];
    if (name === undefined) throw refuse(`"${item.trim()}" is not CLASS=PART, such as legit=75`);
    if (parts.has(name)) throw refuse(`${name} is named twice`);
    parts.set(name, readPart(name, value));
  }
  const legit = parts.get(LEGIT) ?? 0;
  const all = [...parts.values()].reduce((sum, part) => sum + part, 0);
  if (!(all > 0)) throw refuse('the parts add up to nothing; at least one must be above 0');
  if (fraudRate === undefined)
    return Object.fromEntries([...parts].map(([name, part]) => [name, part / all]));
  if (fraudRate > 0 && all === legit) throw refuse('--fraud-rate scales the fraud in it, and there is none');
  const scaled = [...parts].filter(([name]) => name !== LEGIT);
  return {
    [LEGIT]: 1 - fraudRate,
    ...Object.fromEntries(
      scaled.map(([name, part]) => [name, fraudRate && (part / (all - legit)) * fraudRate]),
    ),
  };
}

function readPart(name: string, value: string): number {
  if (!CLASSES.includes(name)) {
    const near = nearestNames(name, CLASSES);
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${CLASSES.join(', ')}`;
    throw refuse(`"${name}" is no class; ${hint}`);
  }
  const part = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (Number.isNaN(part) || part > 1e9) throw refuse(`${name}: "${value}" is not a number such as 75 or 7.5`);
  if (part < 0) throw refuse(`${name}: ${value} is negative`);
  return part;
}

function refuse(message: string): RingfenceError {
  return new RingfenceError('USAGE', `mix: ${message}`);
}

export interface MixPlan {
  readonly inRings: number;
  /** Persons of each profile. */
  readonly alone: ReadonlyMap<string, number>;
}

/**
 * How many users each class needs. With T transactions in all, class c needs `share(c) T / strikes(c)` persons, and
 * those who are left must bring the innocent share: one linear equation for T.
 * @throws RingfenceError USAGE when no number of users has these shares
 */
export function planMix(mix: Mix, options: WorldOptions, level: Level, population: Population): MixPlan {
  const { users } = options;
  const perUser = ordinaryTransactions(options, level, population) / users;
  const yields = (name: string): Yield =>
    name === RING ? { strikes: perUser * RING_MEMBER, life: 0, extra: 0 } : YIELDS[name];
  const fraud = Object.entries(mix).filter(([name, share]) => name !== LEGIT && share > 0);
  const missing = fraud.reduce((sum, [name, share]) => {
    const { strikes, life, extra } = yields(name);
    return sum + (share / strikes) * (perUser * (1 - life) - extra);
  }, 0);
  const { nearMisses, lookalikes } = PLANNED;
  const planned = users * (nearMisses + (lookalikes * options.days) / 30);
  const transactions = (perUser * users + planned) / ((mix[LEGIT] ?? 0) + missing);
  const persons = fraud.map(([name, share]) => {
    const wanted = (share * transactions) / yields(name).strikes;
    return [name, Math.max(name === RING ? 3 : 1, Math.round(wanted))] as const;
  });
  const needed = persons.reduce((sum, [, count]) => sum + count, 0);
  if (!(transactions > 0) || needed > users) {
    const share = Math.round((mix[LEGIT] ?? 0) * 1000) / 10;
    throw refuse(
      `legit=${share} % cannot be had with ${users} users: people with fraud on their account make ordinary transactions too; give legit more, or more users`,
    );
  }
  return {
    inRings: persons.find(([name]) => name === RING)?.[1] ?? 0,
    alone: new Map(persons.filter(([name]) => name !== RING)),
  };
}

/** Expected purchases online and transfers of everybody in their ordinary life. */
function ordinaryTransactions(options: WorldOptions, level: Level, population: Population): number {
  const { visits, onlinePayment, transfersPerPayee } = level.life;
  const end = options.start + options.days * DAY;
  let sum = 0;
  for (let user = 0; user < population.size; user++) {
    const from = Math.max(options.start, population.registeredAt[user]);
    const perDay =
      population.activity[user] * visits * onlinePayment +
      (SENT * population.payees[user] * transfersPerPayee) / 90;
    sum += (perDay * Math.max(0, end - from)) / DAY;
  }
  return sum;
}

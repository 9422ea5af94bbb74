import { rngFor, type Rng } from '../kernel/rng.ts';
import type { Cast } from './cast.ts';
import type { CovertLevel } from './covert-level.ts';
import { STAFFED } from './covert/staffed.ts';
import { SMALLEST_RING, fraudUsers } from './fraud-users.ts';
import type { Level, RingLevel } from './level.ts';
import type { WorldOptions } from './options.ts';
import type { Population } from './population.ts';
import { Ring } from './ring.ts';

/** From this many users on, each basic kind is there at least once if the members suffice. */
const ALL_KINDS_FROM = 500;
const BASIC_KINDS = ['device-sharing', 'ip-recycling', 'kiting', 'co-sharing', 'shared-identity'];
/** No ring may take more than this share of all members, so that a small world is not one ring. */
const LARGEST_SHARE = 0.25;
/** Kinds whose small rings have nobody to spare for loops. */
const STAFFED_KINDS = ['mule-network', 'scatter-gather', 'collusive-merchant'];
/** The fractional part of the golden ratio. */
const GOLDEN = 0.618_033_988_75;
/** How active somebody is who exists on paper only. */
const PAPER_ACTIVITY = 0.1;

/** Decides how many rings there are, of which size and kind, and who is in them: `fraudUsers` says how many in all. */
export function recruitRings(
  options: WorldOptions,
  level: Level,
  population: Population,
  cast: Cast,
): Ring[] {
  const { users, seed, start, days } = options;
  const members = fraudUsers(options, level, population).inRings;
  if (members === 0) return [];
  const rng = rngFor(seed, 'rings');
  const planned = planRings(members, users >= ALL_KINDS_FROM, level.rings, rng);
  const covert = level.rings.covert;
  const loops = covert ? chooseLoops(planned, covert, rngFor(seed, 'loops')) : new Set<number>();
  const rings = planned.map(({ kind, size }, number) => {
    const ring = new Ring(seed, number, {
      kind,
      members: cast.recruit(size),
      start,
      days,
      evasion: level.rings.evasion,
      turnsLoops: loops.has(number),
    });
    for (const member of ring.members) {
      if (ring.rng.chance(level.rings.realPeople)) continue;
      population.onPaper[member] = 1;
      population.activity[member] *= PAPER_ACTIVITY;
      population.payees[member] = 1;
    }
    return ring;
  });
  if (covert) shareMules(rings, covert, rngFor(seed, 'shared-mules'));
  return rings;
}

interface PlannedRing {
  readonly kind: string;
  readonly size: number;
}

function planRings(members: number, allKinds: boolean, level: RingLevel, rng: Rng): PlannedRing[] {
  const planned: PlannedRing[] = [];
  let left = members;
  const forced = allKinds ? [...BASIC_KINDS] : [];
  const even = level.covert && evenly(rng.unit());
  while (left > 0) {
    const kind = forced.shift();
    const reserved = forced.reduce((sum, name) => sum + level.kinds[name].minSize, 0);
    if (kind !== undefined && level.kinds[kind].minSize + reserved > left) continue;
    const least = kind === undefined ? SMALLEST_RING : level.kinds[kind].minSize;
    const most = Math.max(least, Math.min(left - reserved, Math.floor(members * LARGEST_SHARE)));
    const size = leaveNoCrumbs(drawSize(level, least, most, rng), left, reserved);
    planned.push({ kind: kind ?? drawKind(level, size, even ?? rng), size });
    left -= size;
  }
  return rng.shuffled(planned);
}

/** A size from the bands, cut to what there is room for. */
function drawSize(level: RingLevel, least: number, most: number, rng: Rng): number {
  const band = level.sizes[rng.weighted(level.sizes.map(({ weight }) => weight))];
  return Math.min(most, Math.max(least, rng.int(band.from, band.to)));
}

/** One or two users left over make no ring: the last one takes them in. */
function leaveNoCrumbs(size: number, left: number, reserved: number): number {
  const rest = left - size;
  return reserved === 0 && rest > 0 && rest < SMALLEST_RING ? left : size;
}

function drawKind(level: RingLevel, size: number, rng: Pick<Rng, 'weighted'>): string {
  const fitting = Object.entries(level.kinds).filter(([, { minSize }]) => minSize <= size);
  return fitting[rng.weighted(fitting.map(([, { weight }]) => weight))][0];
}

/** Draws as evenly as can be (steps of the golden ratio), so that a small world has the shares of a large one too. */
function evenly(offset: number): Pick<Rng, 'weighted'> {
  let point = offset;
  return {
    weighted(weights) {
      point = (point + GOLDEN) % 1;
      let rest = point * weights.reduce((sum, weight) => sum + weight, 0);
      const index = weights.findIndex((weight) => (rest -= weight) < 0);
      return index < 0 ? weights.length - 1 : index;
    },
  };
}

/** Which rings send money round: all kiting rings, and as many others as make up the level's share. */
function chooseLoops(planned: readonly PlannedRing[], covert: CovertLevel, rng: Rng): Set<number> {
  const all = planned.map((_, number) => number);
  const kiting = all.filter((number) => planned[number].kind === 'kiting');
  const able = all.filter((number) => {
    const { kind, size } = planned[number];
    return kind !== 'kiting' && (size >= STAFFED || !STAFFED_KINDS.includes(kind));
  });
  const wanted = Math.max(0, Math.round(covert.loops * planned.length) - kiting.length);
  return new Set([...kiting, ...rng.shuffled(able).slice(0, wanted)]);
}

/** Some rings take in a mule or two, of rings that were planned before them. */
function shareMules(rings: readonly Ring[], covert: CovertLevel, rng: Rng): void {
  for (const ring of rings.slice(1)) {
    if (ring.members.length < STAFFED || !rng.chance(covert.sharedMules)) continue;
    // One of a ring: two would bring what they share there.
    for (let lenders = rng.int(1, 2); lenders > 0; lenders--) {
      const { members } = rings[rng.int(0, ring.number - 1)];
      // The last to join: never an organiser, nor who gathers money there.
      ring.guests.add(members[members.length - 1]);
    }
  }
}

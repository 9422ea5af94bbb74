import { rngFor, type Rng } from '../../kernel/rng.ts';
import { WEIGHT } from '../devices.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { householdMembers } from '../population.ts';
import type { Stage } from '../stage.ts';

/** When a shared device came into its users' hands: inside the window for a few, before it for the others. */
export function boughtAt(stage: Stage, kind: string, device: number): number {
  const rng = rngFor(stage.options.seed, 'bought', kind, device);
  if (!rng.chance(stage.level.devices.boughtShare)) return -Infinity;
  return stage.start + rng.unit() * (stage.end - stage.start);
}

const TRIES = 60;
/** Pairs share a device everywhere; from three users on it looks like something. */
const REMARKABLE = 3;

/** A tablet or computer that a family uses, beside what each has alone. */
export const familyDevice: LookalikePattern = {
  kind: 'family-device',
  plant(stage, rng) {
    const size = 2 + rng.weighted(stage.level.devices.familySizes);
    const family = findFamily(stage, size, rng);
    if (family.length < size) return;
    const device = stage.devices.add(rng, rng.chance(0.5) ? 'tablet' : 'desktop');
    const from = boughtAt(stage, 'family-device', device);
    for (const user of family) stage.devices.use(user, device, WEIGHT.shared, from);
    if (size >= REMARKABLE)
      stage.truth.lookalike('family-device', [
        ...family.map((user) => stage.truth.user(user)),
        stage.truth.device(device),
      ]);
  },
};

/** Innocents of one household; where none is large enough, of neighbouring ones (grandparents next door). */
function findFamily(stage: Stage, size: number, rng: Rng): number[] {
  for (let tries = 0; tries < TRIES; tries++) {
    const members = householdMembers(stage.population, rng.int(0, stage.population.households - 1));
    const innocents = members.filter((user) => stage.cast.isInnocent(user));
    if (innocents.length >= size) return innocents.slice(0, size);
  }
  return stage.cast.neighbours(size, 2 * size, rng);
}

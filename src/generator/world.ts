import type { Event } from '../graph/model/event.ts';
import type { Truth } from '../graph/model/truth.ts';
import { rngFor } from '../kernel/rng.ts';
import { recordCrowds } from './crowds.ts';
import { SOURCE } from './event-writer.ts';
import { plantSinglePayments } from './flat-world.ts';
import { labelLoner } from './label-loners.ts';
import { labelInnocents, labelRing } from './label-rings.ts';
import { LOOKALIKES } from './lookalikes.ts';
import type { Loner } from './loner.ts';
import { plantNearMisses } from './near-misses.ts';
import { checkOptions, type WorldOptions } from './options.ts';
import { patternsOf } from './patterns.ts';
import { PROFILES } from './profiles.ts';
import type { Ring } from './ring.ts';
import { setStage, type Stage } from './stage.ts';
import { makeAgendas, tellTimeline } from './timeline.ts';

export { WORLD_DEFAULTS, type WorldOptions } from './options.ts';

/** A made-up business with planted rings and innocents who look like them. */
export interface World {
  /** In event order, at most a day at a time, each event once. May be called again and gives the same. */
  events(): Generator<readonly Event[]>;
  readonly truth: Truth;
}

/**
 * Plans a world. The same options give the same events, byte for byte. A longer window is another world: users and
 * rings are spread over the window that is asked for.
 *
 * Memory: about 1 kB a user for the plan, whatever the number of days, and the events of one day while it tells.
 * Time: planning O(users), telling O(users x days).
 * @throws RingfenceError USAGE for options out of range.
 */
export function createWorld(options: WorldOptions): World {
  checkOptions(options);
  const stage = setStage(options);
  const patterns = patternsOf(stage.level);
  for (const ring of stage.rings) {
    patterns.find(({ kind }) => kind === ring.kind)!.plant(stage, ring);
    labelRing(stage, ring);
  }
  for (const person of stage.loners) plantLoner(stage, person);
  if (options.legacy) plantSinglePayments(stage);
  else {
    plantLookalikes(stage);
    if (options.mix) plantNearMisses(stage);
    labelInnocents(stage);
    recordCrowds(stage);
  }
  for (const ring of stage.rings) recordRing(stage, ring);
  stage.devices.settle(options.users);
  const agendas = makeAgendas(stage);
  return {
    truth: { level: options.level, ...stage.truth.truth },
    events: () => tellTimeline(stage, agendas),
  };
}

function plantLoner(stage: Stage, person: Loner): void {
  const { kind, axis, plant } = PROFILES.find((profile) => profile.kind === person.kind)!;
  plant(stage, person);
  labelLoner(stage, person, axis);
  const acts = [...person.strikes].sort((a, b) => a.at - b.at);
  stage.truth.loner({
    kind,
    axis,
    user: stage.truth.user(person.user),
    acts: acts.map(({ planned }) => [SOURCE, stage.ids.planned(planned)]),
  });
}

function plantLookalikes(stage: Stage): void {
  const { seed, users, days } = stage.options;
  for (const pattern of LOOKALIKES) {
    const rate = stage.level.lookalikes[pattern.kind];
    if (rate === undefined) continue;
    const expected = (rate.per10k * users * (rate.monthly ? days / 30 : 1)) / 10_000;
    const rest = rngFor(seed, 'lookalikes', pattern.kind).chance(expected % 1) ? 1 : 0;
    for (let group = 0; group < Math.floor(expected) + rest; group++)
      pattern.plant(stage, rngFor(seed, 'lookalike', pattern.kind, group));
  }
}

/** The accounts of a ring have the roles of their owners. */
function recordRing(stage: Stage, ring: Ring): void {
  const { truth, accounts } = stage;
  const roleOf = (user: number) => ring.roles.get(user) ?? 'victim';
  truth.ring({
    id: `ring-${ring.number + 1}`,
    kind: ring.kind,
    members: [
      ...[...ring.members, ...ring.guests].map((user) => ({
        ...truth.user(user),
        role: roleOf(user),
        ...(ring.unwitting.has(user) ? { unwitting: true } : {}),
      })),
      ...[...ring.accounts].map((account) => ({
        ...truth.account(account),
        role: roleOf(accounts.owner(account)),
      })),
      ...[...ring.victims].map((user) => ({ ...truth.user(user), role: 'victim' })),
      ...[...ring.bystanders].map((user) => ({ ...truth.user(user), role: 'bystander' })),
      ...[...ring.hosts].map((user) => ({ ...truth.user(user), role: 'host' })),
      ...ring.identifiers().map((identifier) => ({ ...identifier, role: 'identifier' })),
    ],
  });
}

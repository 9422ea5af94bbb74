import { Crew } from '../../covert/crew.ts';
import { mingle } from '../../covert/mingle.ts';
import { moveMoney } from '../../covert/money.ts';
import { blockOf } from '../../covert/shared-blocks.ts';
import { shareDevices } from '../../covert/shared-devices.ts';
import { shareValue } from '../../covert/shared-identifiers.ts';
import type { RingPattern } from '../../ring-pattern.ts';
import type { Stage } from '../../stage.ts';

const VISITS = { low: 2, high: 14 } as const;

/**
 * Small groups that share two things of different kinds: a device or a phone, and an address. A ring that knows better
 * has one kind for each group, and groups that have a member in common.
 */
export const covertCoSharing: RingPattern = {
  kind: 'co-sharing',
  plant(stage, ring) {
    const crew = new Crew(stage, ring, { fresh: stage.level.rings.covert!.accounts.fresh });
    const users = crew.participants();
    moveMoney(crew, users);
    if (crew.level.limits.kindsTogether === 1) takeTurns(crew, users);
    else shareTwo(stage, crew, users);
    mingle(crew);
  },
};

/** Two kinds at a time: everybody at the address, in groups with one device or one phone. */
function shareTwo(stage: Stage, crew: Crew, users: readonly number[]): void {
  const [low, high] = crew.level.limits.usersPerBlock;
  const size = Math.max(3, crew.rng.int(low, high));
  for (let from = 0; from < users.length; from += size) {
    const group = users.slice(from, from + size);
    const address = blockOf(crew);
    const withDevice = crew.rng.chance(0.6);
    const device = withDevice ? stage.devices.add(crew.rng) : -1;
    if (withDevice) crew.ring.shares(stage.truth.device(device));
    else shareValue(crew, group, 'phone');
    // The first of the next group looks in here too.
    for (const user of users.slice(from, from + size + 1))
      visitOften(crew, user, withDevice ? device : stage.devices.own(user), address);
  }
}

/** One kind at a time: an address for three, then a device for the last of them and the first of the next three. */
function takeTurns(crew: Crew, users: readonly number[]): void {
  const { stage } = crew;
  const step = crew.level.limits.usersPerBlock[1];
  for (let from = 0; from < users.length; from += step) {
    const group = users.slice(from, from + step);
    if (group.length > 1) {
      const address = blockOf(crew);
      for (const user of group) visitOften(crew, user, stage.devices.own(user), address);
    }
    const bridge = users.slice(from + step - 1, from + step + 1);
    if (bridge.length > 1) shareDevices(crew, bridge);
  }
}

function visitOften(crew: Crew, user: number, device: number, address: number): void {
  const visits = Math.min(VISITS.high, Math.max(VISITS.low, crew.spare(user)));
  for (let visit = 0; visit < visits; visit++)
    crew.visit(user, crew.sometime(user, crew.since(user), crew.stage.end), { device, address });
}

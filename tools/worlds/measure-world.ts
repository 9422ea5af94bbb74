import { createWorld, type WorldOptions } from '../../src/generator/world.ts';
import { DAY } from '../../src/kernel/time.ts';
import { CastList, type Meter } from './cast-list.ts';
import { giantComponent } from './giant-component.ts';
import { longestLoops, readInnocentCycles } from './innocent-cycles.ts';
import { ActivityMeter } from './meters/activity-meter.ts';
import { AddressMeter } from './meters/address-meter.ts';
import { DeviceMeter } from './meters/device-meter.ts';
import { LabelMeter } from './meters/label-meter.ts';
import { PeopleMeter } from './meters/people-meter.ts';
import { TransferMeter } from './meters/transfer-meter.ts';
import { rate, rounded, type Measured } from './reading.ts';
import { readRings } from './ring-readings.ts';

export interface MeasuredWorld extends Measured {
  readonly options: WorldOptions;
  readonly events: number;
}

/**
 * Measures a world from its events, a day at a time, and from its truth: who is a perpetrator (whose acts count among
 * nobody's habits), which groups look alike. Nothing is asked of the generator itself.
 *
 * Memory: a few numbers for each user, device, address and account, and 8 to 24 bytes for each use and transfer.
 */
export function measureWorld(options: WorldOptions): MeasuredWorld {
  const world = createWorld(options);
  const cast = new CastList(world.truth, options.start, options.start + options.days * DAY);
  const people = new PeopleMeter(cast);
  const devices = new DeviceMeter(cast);
  const addresses = new AddressMeter(cast, people);
  const transfers = new TransferMeter(cast);
  const activity = new ActivityMeter(cast);
  const labels = new LabelMeter(cast);
  const meters: readonly Meter[] = [cast, people, devices, addresses, transfers, activity, labels];
  let events = 0;
  for (const batch of world.events()) {
    events += batch.length;
    for (const event of batch) for (const meter of meters) meter.add(event);
  }
  const measured: Measured = { readings: {}, histograms: {} };
  for (const meter of [people, devices, addresses, transfers, activity, labels]) meter.read(measured);
  const moved = transfers.transfers();
  readInnocentCycles(cast, moved, measured);
  const links = {
    devices: devices.pairs(),
    deviceCount: devices.devices,
    blocks: addresses.pairs(),
    blockCount: addresses.blocks,
  };
  measured.readings.giantComponent = { value: rounded(giantComponent(cast, links, moved.graph)) };
  const { users: onDevice, signUps: signUpsOnDevice } = devices.crowding();
  readRings(
    cast,
    world.truth,
    {
      usersOnDevice: onDevice,
      signUpsOnDevice,
      signUpsAtAddress: addresses.signUpsTogether(),
      sameIdentifier: Int32Array.from(onDevice, (_, user) => people.sameIdentifier(user)),
      moneyLoop: longestLoops(cast, moved),
      counterparties: transfers.counterparties(),
    },
    measured,
  );
  readResale(devices.devices, options.days, measured);
  return { options, events, ...measured };
}

/** Share of devices that are sold on in a year. */
function readResale(devices: number, days: number, { readings }: Measured): void {
  const { value: groups } = readings.resaleGroups;
  readings.resalePerYear = rate(groups, 365 / days / Math.max(1, devices));
}

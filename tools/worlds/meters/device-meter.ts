import { Interner } from '../../../src/graph/interner.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { useOf, type CastList, type Meter } from '../cast-list.ts';
import { DistinctKeys, USER_ROOM } from '../distinct-keys.ts';
import { bandCounts, mean, quantileOf, share, type Measured } from '../reading.ts';

const BANDS = [1, 2, 3, 4, 6, 11];
const MANY = 10;
export const DEVICE_BAND_NAMES = ['1', '2', '3', '4-5', '6-10', 'more'] as const;

/** Who uses which device in the window. 8 bytes for each use. */
export class DeviceMeter implements Meter {
  readonly #cast: CastList;
  readonly #devices = new Interner();
  readonly #pairs = new DistinctKeys();
  readonly #signUps = new Map<number, number>();
  #keys: Float64Array | null = null;

  constructor(cast: CastList) {
    this.#cast = cast;
  }

  add(event: Event): void {
    const use = useOf(event);
    if (use?.device === undefined || !this.#cast.isInWindow(event.at)) return;
    const device = this.#devices.add(use.device);
    this.#pairs.add(device * USER_ROOM + this.#cast.user(use.user));
    if (event.kind === 'registration') this.#signUps.set(device, (this.#signUps.get(device) ?? 0) + 1);
  }

  /** Of all users, rings too: the users of the busiest device of each user, and the sign-ups on it. */
  crowding(): { users: Int32Array; signUps: Int32Array } {
    const keys = this.#finish();
    const perDevice = new Int32Array(this.#devices.size);
    for (const key of keys) perDevice[Math.floor(key / USER_ROOM)]++;
    const users = new Int32Array(this.#cast.users.size);
    const signUps = new Int32Array(this.#cast.users.size);
    for (const key of keys) {
      const [device, user] = [Math.floor(key / USER_ROOM), key % USER_ROOM];
      users[user] = Math.max(users[user], perDevice[device]);
      signUps[user] = Math.max(signUps[user], this.#signUps.get(device) ?? 0);
    }
    return { users, signUps };
  }

  /** Pairs of device and user, packed and rising. */
  pairs(): Float64Array {
    return this.#finish();
  }

  get devices(): number {
    return this.#devices.size;
  }

  read({ readings, histograms }: Measured): void {
    const perDevice = new Int32Array(this.#devices.size);
    const perUser = new Int32Array(this.#cast.users.size);
    for (const key of this.#finish()) {
      const user = key % USER_ROOM;
      if (!this.#cast.isInnocent(user)) continue;
      perDevice[Math.floor(key / USER_ROOM)]++;
      perUser[user]++;
    }
    const used = perDevice.filter((users) => users > 0);
    const counts = bandCounts(used, BANDS);
    DEVICE_BAND_NAMES.forEach(
      (name, band) => (readings[`usersPerDevice.${name}`] = share(counts[band], used.length)),
    );
    readings['usersPerDevice.crowdMedian'] = quantileOf(
      used.filter((users) => users > MANY),
      0.5,
    );
    readings.pairsOfShared = share(
      used.filter((users) => users === 2).length,
      used.filter((users) => users > 1).length,
    );
    readings.devicesPerUser = mean(perUser.filter((devices) => devices > 0));
    histograms.usersPerDevice = {
      labels: DEVICE_BAND_NAMES,
      values: DEVICE_BAND_NAMES.map((name) => readings[`usersPerDevice.${name}`].value),
    };
  }

  #finish(): Float64Array {
    return (this.#keys ??= this.#pairs.finish());
  }
}

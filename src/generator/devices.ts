import { rngFor, type Rng } from '../kernel/rng.ts';
import { DeviceModels, type DeviceModel, type DeviceType } from './device-models.ts';
import type { Level } from './level.ts';
import type { Population } from './population.ts';

/** How often somebody picks a device of theirs: their first one, another, or one shared in the family. */
export const WEIGHT = { first: 3, other: 1, shared: 1 } as const;

/**
 * All devices, and who has them at hand in daily life from when to when. Filled while a world is planned, then
 * `settle` sorts the rows by user. About 30 bytes a row, 1.5 rows a user.
 */
export class Devices {
  readonly #models: DeviceModels;
  readonly #model: number[] = [];
  readonly #rowUser: number[] = [];
  readonly #rowDevice: number[] = [];
  readonly #rowWeight: number[] = [];
  readonly #rowFrom: number[] = [];
  readonly #rowUntil: number[] = [];
  readonly #first: Int32Array;
  readonly #allowed: number[] = [];
  #order = new Int32Array(0);
  #start = new Int32Array(0);

  constructor(seed: number, population: Population, level: Level) {
    this.#models = new DeviceModels(seed);
    this.#first = new Int32Array(population.size);
    for (let user = 0; user < population.size; user++) {
      const rng = rngFor(seed, 'devices', user);
      const count = 1 + rng.weighted(level.devices.own);
      for (let i = 0; i < count; i++) {
        const device = this.add(rng);
        if (i === 0) this.#first[user] = device;
        this.use(user, device, i === 0 ? WEIGHT.first : WEIGHT.other);
      }
    }
  }

  get size(): number {
    return this.#model.length;
  }

  /** A new device, in nobody's hands; `type` narrows what it may be. */
  add(rng: Rng, type?: DeviceType): number {
    return this.#model.push(this.#models.draw(rng, type)) - 1;
  }

  /** Another device of the same model: what a reset leaves, or what is bought by the box. */
  addLike(device: number): number {
    return this.#model.push(this.#model[device]) - 1;
  }

  /** Puts a device in somebody's hands, from one instant to another (exclusive). */
  use(user: number, device: number, weight: number, from = -Infinity, until = Infinity): void {
    this.#rowUser.push(user);
    this.#rowDevice.push(device);
    this.#rowWeight.push(weight);
    this.#rowFrom.push(from);
    this.#rowUntil.push(until);
  }

  /** The device that a user has had from the start, alone. */
  own(user: number): number {
    return this.#first[user];
  }

  model(device: number): DeviceModel {
    return this.#models.get(this.#model[device]);
  }

  /** Puts a device on the allow-list (a branch tablet, a library terminal). */
  allow(device: number): void {
    this.#allowed.push(device);
  }

  allowed(): readonly number[] {
    return this.#allowed;
  }

  /** Ends the planning: sorts the rows by user (counting sort). */
  settle(users: number): void {
    const start = new Int32Array(users + 1);
    for (const user of this.#rowUser) start[user + 1]++;
    for (let user = 0; user < users; user++) start[user + 1] += start[user];
    const next = start.slice();
    this.#order = new Int32Array(this.#rowUser.length);
    this.#rowUser.forEach((user, row) => (this.#order[next[user]++] = row));
    this.#start = start;
  }

  /** A device that is in the user's hands at an instant, by weight; their own one when none is. */
  pick(user: number, at: number, rng: Rng): number {
    let left = rng.unit() * this.#weightAt(user, at);
    for (let i = this.#start[user]; i < this.#start[user + 1]; i++) {
      const row = this.#order[i];
      if (at < this.#rowFrom[row] || at >= this.#rowUntil[row]) continue;
      left -= this.#rowWeight[row];
      if (left < 0) return this.#rowDevice[row];
    }
    return this.#first[user];
  }

  #weightAt(user: number, at: number): number {
    let sum = 0;
    for (let i = this.#start[user]; i < this.#start[user + 1]; i++) {
      const row = this.#order[i];
      if (at >= this.#rowFrom[row] && at < this.#rowUntil[row]) sum += this.#rowWeight[row];
    }
    return sum;
  }

  /**
   * When each device is first in somebody's hands, epoch milliseconds: the registration of its first user, or what
   * `seen` says (the first planned event on it), whichever is earlier. NaN for a device nobody uses.
   */
  firstSeen(population: Population, seen: Float64Array): Float64Array {
    const first = Float64Array.from(seen);
    for (let row = 0; row < this.#rowUser.length; row++) {
      const device = this.#rowDevice[row];
      const from = Math.max(this.#rowFrom[row], population.registeredAt[this.#rowUser[row]]);
      if (!(first[device] <= from)) first[device] = from;
    }
    return first;
  }
}

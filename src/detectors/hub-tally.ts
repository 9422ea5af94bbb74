import { utcMidnight } from '../kernel/time.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import type { Hub, HubReason } from '../graph/model/finding.ts';

/** Collects the hubs a detector meets, with what each kept out. Memory: one entry for each hub and reason. */
export class HubTally {
  readonly #met = new Map<string, Hub>();

  /** Notes that a hub kept one thing out at a time (epoch ms). */
  add(hub: EntityRef, reason: HubReason, at: number): void {
    const key = JSON.stringify([hub.type, hub.id, reason]);
    const known = this.#met.get(key);
    const day = utcMidnight(at);
    this.#met.set(key, {
      type: hub.type,
      id: hub.id,
      reason,
      day: known ? Math.min(known.day, day) : day,
      keptOut: (known?.keptOut ?? 0) + 1,
    });
  }

  hubs(): Hub[] {
    return [...this.#met.values()];
  }
}

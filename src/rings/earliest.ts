import { compareEvents, type EventOrder } from '../graph/model/event.ts';

/** The later of two events in event order. */
export function later(a: EventOrder, b: EventOrder): EventOrder {
  return compareEvents(a, b) < 0 ? b : a;
}

/** Keeps the earliest of the events it is told, so many as are asked for. */
export class Earliest {
  readonly #wanted: number;
  readonly #kept: EventOrder[] = [];

  /** @param wanted at least 1; small, as they are kept sorted by insertion */
  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  add(event: EventOrder): void {
    let place = this.#kept.length;
    while (place > 0 && compareEvents(event, this.#kept[place - 1]) < 0) place--;
    this.#kept.splice(place, 0, event);
    if (this.#kept.length > this.#wanted) this.#kept.pop();
  }

  /** The event by which so many as wanted had come; null when they have not. */
  last(): EventOrder | null {
    return this.#kept.length === this.#wanted ? this.#kept[this.#wanted - 1] : null;
  }
}

/**
 * A stack of edges by which a path can have arrived at its vertices, each with the number of ways to get to it, in
 * typed arrays that double when full; 16 bytes an entry.
 */
export class ArrivalStack {
  /** Place of the edge among the outgoing ones of its payer. */
  place = new Int32Array(256);
  time = new Int32Array(256);
  /** Whole numbers, exact up to 2^53 - 1; beyond that they only tell that there are ways. */
  ways = new Float64Array(256);
  length = 0;

  push(place: number, time: number, ways: number): void {
    const top = this.length;
    if (top === this.place.length) this.#grow();
    this.place[top] = place;
    this.time[top] = time;
    this.ways[top] = ways;
    this.length = top + 1;
  }

  #grow(): void {
    const { place, time, ways } = this;
    this.place = new Int32Array(place.length * 2);
    this.time = new Int32Array(place.length * 2);
    this.ways = new Float64Array(place.length * 2);
    this.place.set(place);
    this.time.set(time);
    this.ways.set(ways);
  }
}

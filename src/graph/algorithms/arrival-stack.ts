/**
 * A stack of edges by which a path can have arrived at its vertices, each with the number of ways to get to it, in
 * typed arrays; 16 bytes an entry. How much of it is in use is known to its user.
 */
export class ArrivalStack {
  /** Place of the edge among the outgoing ones of its payer. */
  place = new Int32Array(256);
  time = new Int32Array(256);
  /** Whole numbers, exact up to 2^53 - 1; beyond that they only tell that there are ways. */
  ways = new Float64Array(256);

  /** Makes room for `entries` entries; the arrays are others afterwards, with the same content. */
  grow(entries: number): void {
    const { place, time, ways } = this;
    let length = place.length;
    while (length < entries) length *= 2;
    this.place = new Int32Array(length);
    this.time = new Int32Array(length);
    this.ways = new Float64Array(length);
    this.place.set(place);
    this.time.set(time);
    this.ways.set(ways);
  }
}

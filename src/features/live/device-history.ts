/** What was paid and sent on one device so far. */
export class DeviceHistory {
  transactions = 0;
  firstAt = Infinity;
  lastAt = -Infinity;
  /** Whether all came from one address block, and which; -1 before any names one. */
  block = -1;
  isOneBlock = true;
  /** Whether all were by users who registered through one channel, and which. */
  channel: string | undefined;
  isOneChannel = true;
  readonly #spent = new Map<string, { sum: number; count: number }>();

  /** How many, and the sum of the amounts, in a currency. */
  spent(currency: string): { readonly sum: number; readonly count: number } {
    return this.#spent.get(currency) ?? { sum: 0, count: 0 };
  }

  add(at: number, minor: number, currency: string, block: number, channel: string | undefined): void {
    this.transactions++;
    this.firstAt = Math.min(this.firstAt, at);
    this.lastAt = Math.max(this.lastAt, at);
    const { sum, count } = this.spent(currency);
    this.#spent.set(currency, { sum: sum + minor, count: count + 1 });
    if (block >= 0) {
      this.isOneBlock &&= this.block < 0 || this.block === block;
      this.block = block;
    }
    if (channel === undefined) return;
    this.isOneChannel &&= this.channel === undefined || this.channel === channel;
    this.channel = channel;
  }

  /** Takes one out of the counts; when and where the first and last were stays as it was. */
  remove(minor: number, currency: string): void {
    if (this.transactions === 0) return;
    this.transactions--;
    const { sum, count } = this.spent(currency);
    this.#spent.set(currency, { sum: sum - minor, count: count - 1 });
  }
}

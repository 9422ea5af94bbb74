/**
 * Times at which a user has no ordinary life: nothing but what is planned happens on the account, and no standing
 * order runs. One span a user.
 */
export class QuietTimes {
  readonly #spans = new Map<number, { from: number; until: number }>();

  /** @param from inclusive, `until` exclusive; either may be infinite */
  set(user: number, from: number, until: number): void {
    this.#spans.set(user, { from, until });
  }

  /** True when any part of [from, until) is quiet. */
  overlaps(user: number, from: number, until: number): boolean {
    const span = this.#spans.get(user);
    return span !== undefined && span.from < until && span.until > from;
  }
}

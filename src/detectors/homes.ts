/** People at one address who are taken for a household; statistics of households end at "five or more". */
const LARGEST_HOUSEHOLD = 6;

/**
 * Which of those who have joined a finding are at home with another of them: both gave the same postal address, and no
 * more than a household's number did (docs/algorithms/established.md). Amortised O(1) a member.
 */
export class Homes {
  readonly #residents = new Map<number, number[]>();
  readonly #atHome = new Set<number>();

  /** How many of those who have joined are at home with another. */
  get count(): number {
    return this.#atHome.size;
  }

  has(member: number): boolean {
    return this.#atHome.has(member);
  }

  /**
   * @param address number of the postal address of a member who joins; negative for none
   * @returns those for whom it has changed whether they are at home with another
   */
  join(member: number, address: number): readonly number[] {
    if (address < 0) return [];
    const residents = this.#residents.get(address) ?? [];
    this.#residents.set(address, residents);
    residents.push(member);
    const { length } = residents;
    if (length === 1 || length > LARGEST_HOUSEHOLD + 1) return [];
    if (length > LARGEST_HOUSEHOLD) {
      const gone = residents.slice(0, -1);
      for (const one of gone) this.#atHome.delete(one);
      return gone;
    }
    const come = length === 2 ? [...residents] : [member];
    for (const one of come) this.#atHome.add(one);
    return come;
  }
}

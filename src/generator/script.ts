/** What planned events carry in the columns `a`, `b` and `minor` beside user, device and address. */
export const ACT = {
  /** nothing more */
  session: 0,
  /** a: from account, b: to account */
  transfer: 1,
  /** a: account, b: merchant */
  payment: 2,
  /** a: index into PROFILE_FIELDS, b: identity whose value it is now */
  profileChange: 3,
  /** a: index into the plan's labels */
  label: 4,
  /** a: account whose card is used by somebody else, b: merchant */
  cardFraud: 5,
  /** a: account whose card is used by somebody of the family, b: merchant */
  familyCard: 6,
  /** a: account, b: merchant; by card in a shop, so no visit to the app goes before it */
  cardPayment: 7,
  /** a: from account, b: to account; minor: what the transfer leaves on the first */
  drain: 8,
  /** a: index into INSTITUTIONS */
  bankConnection: 9,
  /** a: planned number of the payment that comes back */
  returned: 10,
  /** nothing more; the log-in fails */
  failedSession: 11,
} as const;
export const PROFILE_FIELDS = ['email', 'phone', 'address'] as const;

/** One row of the script, -1 where a column is not used. */
export interface Act {
  readonly at: number;
  readonly act: number;
  readonly user: number;
  readonly device: number;
  readonly address: number;
  readonly a: number;
  readonly b: number;
  readonly minor: number;
  /** Number by which something else names the row's transaction (`EntityIds.planned`); -1 for none. */
  readonly planned: number;
}

const COLUMNS = 8;

/** Where somebody acts: with a device, from an address; -1 for neither. */
export interface Spot {
  readonly device: number;
  readonly address: number;
}
export const NOWHERE: Spot = { device: -1, address: -1 };

/**
 * All that rings and look-alikes do beside their ordinary life, planned before the first event is told.
 * 64 bytes a row; the number of rows grows with users, not with days.
 */
export class Script {
  #cells = new Float64Array(COLUMNS * 1024);
  #rows = 0;
  /** Rows whose transaction has a planned id, with its number. */
  readonly #planned = new Map<number, number>();

  get size(): number {
    return this.#rows;
  }

  session(at: number, user: number, spot: Spot): void {
    this.#add(at, ACT.session, user, spot, -1, -1, 0);
  }

  failedSession(at: number, user: number, spot: Spot): void {
    this.#add(at, ACT.failedSession, user, spot, -1, -1, 0);
  }

  transfer(at: number, user: number, from: number, to: number, minor: number, spot: Spot): void {
    this.#add(at, ACT.transfer, user, spot, from, to, Math.max(1, Math.round(minor)));
  }

  payment(at: number, user: number, account: number, merchant: number, minor: number, spot: Spot): void {
    this.#add(at, ACT.payment, user, spot, account, merchant, Math.max(1, Math.round(minor)));
  }

  /** A payment with the card of an account that is not the user's own; `isStolen` says whether it will come back. */
  borrowedCard(payment: {
    readonly at: number;
    readonly user: number;
    readonly account: number;
    readonly merchant: number;
    readonly minor: number;
    readonly spot: Spot;
    readonly isStolen: boolean;
  }): void {
    const { at, user, account, merchant, minor, spot, isStolen } = payment;
    const act = isStolen ? ACT.cardFraud : ACT.familyCard;
    this.#add(at, act, user, spot, account, merchant, Math.max(1, Math.round(minor)));
  }

  profileChange(at: number, user: number, field: (typeof PROFILE_FIELDS)[number], identity: number): void {
    this.#add(at, ACT.profileChange, user, NOWHERE, PROFILE_FIELDS.indexOf(field), identity, 0);
  }

  /** A payment by card in a shop. */
  cardPayment(at: number, user: number, account: number, merchant: number, minor: number): void {
    this.#add(at, ACT.cardPayment, user, NOWHERE, account, merchant, Math.max(1, Math.round(minor)));
  }

  /** A transfer of all that is on an account at that time but for `leaves`, minor units. */
  drain(at: number, user: number, from: number, to: number, leaves: number, spot: Spot): void {
    this.#add(at, ACT.drain, user, spot, from, to, Math.round(leaves));
  }

  bankConnection(at: number, user: number, institution: number): void {
    this.#add(at, ACT.bankConnection, user, NOWHERE, institution, -1, 0);
  }

  /** A planned payment comes back: AM04, insufficient funds (ISO 20022). */
  returned(at: number, planned: number): void {
    this.#add(at, ACT.returned, -1, NOWHERE, planned, -1, 0);
  }

  /** Gives the transaction of the row added last an id that can be known before it is told; returns its number. */
  plan(): number {
    this.#planned.set(this.#rows - 1, this.#planned.size);
    return this.#planned.size - 1;
  }

  label(at: number, label: number): void {
    this.#add(at, ACT.label, -1, NOWHERE, label, -1, 0);
  }

  #add(at: number, act: number, user: number, spot: Spot, a: number, b: number, minor: number): void {
    if (this.#rows * COLUMNS === this.#cells.length) {
      const larger = new Float64Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells.set(
      [Math.floor(at), act, user, spot.device, spot.address, a, b, minor],
      this.#rows++ * COLUMNS,
    );
  }

  at(row: number): number {
    return this.#cells[row * COLUMNS];
  }

  row(row: number): Act {
    const [at, act, user, device, address, a, b, minor] = this.#cells.subarray(
      row * COLUMNS,
      (row + 1) * COLUMNS,
    );
    return { at, act, user, device, address, a, b, minor, planned: this.#planned.get(row) ?? -1 };
  }

  /** When each device is first named, NaN where it never is. */
  devicesSeen(devices: number): Float64Array {
    const seen = new Float64Array(devices).fill(NaN);
    for (let row = 0; row < this.#rows; row++) {
      const device = this.#cells[row * COLUMNS + 3];
      if (device >= 0 && !(seen[device] <= this.at(row))) seen[device] = this.at(row);
    }
    return seen;
  }
}

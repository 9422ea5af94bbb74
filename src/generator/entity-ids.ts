import { rngFor } from '../kernel/rng.ts';
import { Permutation } from './permutation.ts';

const TOP = 2 ** 32 - 1;
const MIDDLE = 2 ** 31;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Opaque ids for the numbers that the generator counts in: a letter for the type and eight hex digits in random
 * order, so that neither ring members nor things made together stand together. Worked out each time: keeping them
 * would cost more memory than anything else here.
 */
export class EntityIds {
  readonly user: (number: number) => string;
  readonly device: (number: number) => string;
  readonly account: (number: number) => string;
  readonly merchant: (number: number) => string;
  readonly card: (number: number) => string;
  readonly event: (number: number) => string;
  /** Where an event stands among those of one instant: their ids spell these numbers. */
  readonly order: (number: number) => number;
  /** Numbers of planned events that something else names: down from the top, where no event in turn gets to. */
  readonly plannedNumber: (number: number) => number;
  readonly planned: (number: number) => string;
  /** Of the first statement of an account; between the planned ones. */
  readonly statement: (account: number) => string;
  /** Of a contact being confirmed: from the middle up, where no event in turn gets to either. */
  readonly confirmation: (number: number) => string;

  constructor(seed: number) {
    const orderOf = (letter: string) => new Permutation(32, rngFor(seed, 'ids', letter));
    const ids = (letter: string, order = orderOf(letter)) => {
      return (number: number) => letter + hex(order.of(number));
    };
    const events = orderOf('e');
    this.user = ids('u');
    this.device = ids('d');
    this.account = ids('a');
    this.merchant = ids('m');
    this.card = ids('c');
    this.event = ids('e', events);
    this.order = (number) => events.of(number);
    this.plannedNumber = (number) => TOP - 2 * number;
    this.planned = (number) => this.event(this.plannedNumber(number));
    this.statement = (account) => this.event(TOP - 2 * account - 1);
    this.confirmation = (number) => this.event(MIDDLE + number);
  }
}

/** Eight digits, by byte: some ten times as fast as Number's own toString and padStart. */
function hex(value: number): string {
  return HEX[value >>> 24] + HEX[(value >>> 16) & 255] + HEX[(value >>> 8) & 255] + HEX[value & 255];
}

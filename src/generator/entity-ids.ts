import { rngFor } from '../kernel/rng.ts';
import { Permutation } from './permutation.ts';

/**
 * Opaque ids for the numbers that the generator counts in: a letter for the type and eight hex digits in random
 * order, so that neither ring members nor things made together stand together.
 */
export class EntityIds {
  readonly user: (number: number) => string;
  readonly device: (number: number) => string;
  readonly account: (number: number) => string;
  readonly merchant: (number: number) => string;
  readonly card: (number: number) => string;
  readonly event: (number: number) => string;

  constructor(seed: number) {
    const ids = (letter: string) => {
      const order = new Permutation(32, rngFor(seed, 'ids', letter));
      return (number: number) => letter + order.of(number).toString(16).padStart(8, '0');
    };
    this.user = kept(ids('u'));
    this.device = kept(ids('d'));
    this.account = kept(ids('a'));
    this.merchant = kept(ids('m'));
    this.card = kept(ids('c'));
    this.event = ids('e');
  }
}

/** Entities are named over and over: about 40 bytes kept for each, by number. Events are named once. */
function kept(idOf: (number: number) => string): (number: number) => string {
  const ids: string[] = [];
  return (number) => (ids[number] ??= idOf(number));
}

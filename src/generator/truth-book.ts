import type { EntityRef } from '../graph/model/entity.ts';
import type { Lookalike, TrueLoner, TrueRing, Truth } from '../graph/model/truth.ts';
import type { EntityIds } from './entity-ids.ts';
import type { Network } from './network.ts';

/** Gathers what a world knows about itself, and turns numbers into references. */
export class TruthBook {
  readonly #ids: EntityIds;
  readonly #network: Network;
  readonly #rings: TrueRing[] = [];
  readonly #loners: TrueLoner[] = [];
  readonly #lookalikes: Lookalike[] = [];

  constructor(ids: EntityIds, network: Network) {
    this.#ids = ids;
    this.#network = network;
  }

  user(user: number): EntityRef {
    return { type: 'User', id: this.#ids.user(user) };
  }

  device(device: number): EntityRef {
    return { type: 'Device', id: this.#ids.device(device) };
  }

  account(account: number): EntityRef {
    return { type: 'Account', id: this.#ids.account(account) };
  }

  merchant(merchant: number): EntityRef {
    return { type: 'Merchant', id: this.#ids.merchant(merchant) };
  }

  /** By its block, as in findings: the address itself, or the /64. */
  address(address: number): EntityRef {
    return { type: 'IpAddress', id: this.#network.block(address) };
  }

  ring(ring: TrueRing): void {
    this.#rings.push(ring);
  }

  loner(loner: TrueLoner): void {
    this.#loners.push(loner);
  }

  lookalike(kind: string, members: readonly EntityRef[]): void {
    this.#lookalikes.push({ kind, members });
  }

  get truth(): Truth {
    return { rings: this.#rings, loners: this.#loners, lookalikes: this.#lookalikes };
  }
}

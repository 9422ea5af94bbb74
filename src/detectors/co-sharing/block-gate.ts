import type { HubReason } from '../../graph/model/finding.ts';

/** The day on which a pair's block first kept an event from completing, and why. */
export interface KeptOut {
  readonly reason: HubReason;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Keeps events from completing on days on which the pair's block is a hub; a pair counts once as kept out. */
export class BlockGate {
  /** Null as long as nothing was kept out. */
  keptOut: KeptOut | null;
  readonly #hubAt: (at: number) => HubReason | null;

  /**
   * @param hubAt why the block is a hub on the UTC day of an instant (epoch ms), null when it is none
   * @param keptOut what was kept out before
   */
  constructor(hubAt: (at: number) => HubReason | null, keptOut: KeptOut | null = null) {
    this.#hubAt = hubAt;
    this.keptOut = keptOut;
  }

  admits(at: number): boolean {
    const reason = this.#hubAt(at);
    if (reason !== null) this.keptOut ??= { reason, at };
    return reason === null;
  }
}

/** The ring of a user or an account, as known at that time. */
export interface RingView {
  readonly ringId: string;
  /** Integer basis points, 0 to 10,000. */
  readonly strength: number;
  /** Users and accounts of the ring. */
  readonly members: number;
}

/** What the engine is told by others. Each answers with what is known now, never with what comes later. */
export interface FeaturePorts {
  ringsOf?(type: 'User' | 'Account', id: string): RingView | null;
}

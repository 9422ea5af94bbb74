/** The ring of a user or an account, as known at that time. */
export interface RingView {
  readonly ringId: string;
  /** Integer basis points, 0 to 10,000. */
  readonly strength: number;
  /** Users and accounts of the ring. */
  readonly members: number;
}

/** The community of a user, as of the last UTC midnight. */
export interface CommunityView {
  readonly users: number;
  /** Ties between its users over the ties there could be, 0 to 1. */
  readonly density: number;
}

/** What the engine is told by others. Each answers with what is known now, never with what comes later. */
export interface FeaturePorts {
  ringsOf?(type: 'User' | 'Account', id: string): RingView | null;
  communityOf?(user: string): CommunityView | null;
}

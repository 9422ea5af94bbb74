import type { EventOf } from '../../graph/model/event.ts';
import type { RecordUser } from './record-user.ts';

export type Transaction = EventOf<'payment' | 'transfer'>;

/** A transaction whose instant is not over: peers may still come. */
export interface PendingRecord {
  readonly event: Transaction;
  readonly user: RecordUser;
  readonly sequence: number;
  /** Minor units available before the transaction; NaN when not known. */
  readonly balance: number;
  readonly isOffHours: boolean;
  readonly merchantRisk: number | null;
  readonly person: {
    readonly name: string | null;
    readonly email: string | null;
    readonly phone: string | null;
    readonly emailChangedAt: number | null;
    readonly phoneChangedAt: number | null;
  };
}

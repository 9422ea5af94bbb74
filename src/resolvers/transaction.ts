import { listTransactions } from '../app/list-transactions.ts';
import type { EntityType } from '../graph/model/entity.ts';
import { connection } from './connection.ts';
import type { EntityModel, EvidenceModel, TransactionModel } from './models.ts';
import type { Resolvers } from './schema-types.ts';

function ref(type: EntityType, id: string | undefined): EntityModel | null {
  return id === undefined ? null : { type, id };
}

const FIELDS = {
  eventId: ({ id }: TransactionModel) => id,
  user: ({ user }: TransactionModel) => ref('User', user),
  device: ({ device }: TransactionModel) => ref('Device', device),
  ipAddress: ({ ip }: TransactionModel) => ref('IpAddress', ip),
};

/** The transaction that an event is, or null. */
export function transactionOf(event: EvidenceModel | undefined): TransactionModel | null {
  return event?.kind === 'transfer' || event?.kind === 'payment' ? event : null;
}

export const transaction = {
  Transaction: { __resolveType: ({ kind }) => (kind === 'transfer' ? 'Transfer' : 'Payment') },
  Transfer: {
    ...FIELDS,
    from: ({ from }) => ({ type: 'Account', id: from }),
    to: ({ to }) => ({ type: 'Account', id: to }),
  },
  Payment: {
    ...FIELDS,
    account: ({ account }) => ({ type: 'Account', id: account }),
    merchant: ({ merchant }) => ({ type: 'Merchant', id: merchant }),
  },
  Query: {
    transaction: async (_root, { source, eventId }, { loaders }) =>
      transactionOf((await loaders.event.load([source, eventId]))?.event),
    transactions: async (_root, args, { serving }) =>
      connection(await listTransactions(serving, args), args.after),
  },
} satisfies Resolvers;

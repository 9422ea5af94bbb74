import type { Dataset } from '../dataset.ts';
import { closeTables, openTables, type TableShape } from '../files/tables.ts';
import { ACCOUNT_DETAILS, accountEvents, ACCOUNTS, nodeEvents, NODES } from './amlsim-accounts.ts';
import { AlertTimes, ALERT_ACCOUNTS, ALERT_TRANSACTIONS } from './amlsim-alerts.ts';
import { amlsimNames } from './amlsim-names.ts';
import { transactionEvents, TRANSACTIONS, transferEvents, TRANSFERS } from './amlsim-transfers.ts';
import { RowIds } from '../row-ids.ts';
import { tableRows } from './table-rows.ts';

const SHAPES = {
  accounts: { what: 'AMLSim accounts', columns: ACCOUNTS, optional: ACCOUNT_DETAILS, required: false },
  nodes: { what: 'accounts of the AMLSim sample', columns: NODES, required: false },
  // The alerts' tables are told first: the transactions' columns are among theirs.
  alertTransactions: { what: 'AMLSim alert transactions', columns: ALERT_TRANSACTIONS, required: false },
  alertAccounts: { what: 'AMLSim alert members', columns: ALERT_ACCOUNTS, required: false },
  transactions: { what: 'AMLSim transactions', columns: TRANSACTIONS, required: false },
  transfers: { what: 'transactions of the AMLSim sample', columns: TRANSFERS, required: false },
} satisfies Record<string, TableShape>;
const PARAMETERS: TableShape = {
  what: 'parameters of the simulation',
  columns: ['count', 'type', 'schedule_id', 'min_accounts', 'max_accounts'],
  required: false,
};

/**
 * IBM's AMLSim: accounts, transactions and alerts of a simulated bank, as the simulator writes them, or the two tables
 * of the published sample (`nodeid,…` and `sourceNodeId,…`). What each becomes stands in docs/importing.md. State: two
 * numbers per alert, and for the sample what {@link RowIds} keeps.
 */
export const amlsim: Dataset = {
  name: 'amlsim',
  summary: 'AMLSim accounts, transactions and alerts of a simulated bank (CSV)',
  files: `CSV with the columns ${TRANSACTIONS.join(', ')}, and if wanted accounts and alerts; or the sample's with ${TRANSFERS.join(', ')}`,
  folders: true,
  async *read(inputs, context) {
    const tables = await openTables(inputs, SHAPES, {
      ignored: [PARAMETERS],
      names: amlsimNames,
      onIgnored: context.onIgnored,
    });
    const alerts = new AlertTimes(context.source);
    try {
      for (const table of tables.accounts)
        yield* tableRows(table, (record) => accountEvents(table, record), context);
      for (const table of tables.nodes)
        yield* tableRows(table, (record) => nodeEvents(table, record), context);
      for (const table of tables.transactions)
        yield* tableRows(table, (record) => transactionEvents(table, record), context);
      for (const table of tables.transfers) {
        const ids = new RowIds();
        yield* tableRows(table, (record) => transferEvents(table, record, ids), context);
      }
      for (const table of tables.alertTransactions)
        yield* tableRows(table, (record) => alerts.transactionLabels(table, record), context);
      // After the transactions of all alerts: an alert without one was only planned.
      for (const table of tables.alertAccounts)
        yield* tableRows(table, (record) => alerts.accountLabels(table, record), context);
    } finally {
      await closeTables(tables);
    }
  },
};

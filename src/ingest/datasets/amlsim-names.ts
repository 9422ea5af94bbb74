/** Columns of IBM's published AMLSim files, and of older releases of the simulator, by the names that it gives them now. */
const NAMES: Readonly<Record<string, string>> = {
  TX_ID: 'tran_id',
  SENDER_ACCOUNT_ID: 'orig_acct',
  RECEIVER_ACCOUNT_ID: 'bene_acct',
  TX_TYPE: 'tx_type',
  TX_AMOUNT: 'base_amt',
  TIMESTAMP: 'tran_timestamp',
  IS_FRAUD: 'is_sar',
  is_fraud: 'is_sar',
  ALERT_ID: 'alert_id',
  ALERT_TYPE: 'alert_type',
  ACCOUNT_ID: 'acct_id',
  ACCOUNT_TYPE: 'type',
  INIT_BALANCE: 'initial_deposit',
};

/** The names by which the columns of a header are read; a name that is there already is never given twice. */
export function amlsimNames(columns: readonly string[]): readonly string[] {
  return columns.map((name) => {
    const now = Object.hasOwn(NAMES, name) ? NAMES[name] : name;
    return columns.includes(now) ? name : now;
  });
}

import { describe, expect, it } from 'vitest';
import { importTexts } from '../../../support/import-text.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const folder = tempFolder();
const day = (n: number): number => Date.UTC(2017, 0, 1 + n);
const TRANSACTIONS = 'tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp,is_sar,alert_id\r\n';
const ALERT_ACCOUNTS =
  'alert_id,alert_type,acct_id,acct_name,is_sar,model_id,start,end,schedule_id,bank_id\r\n';
const ALERT_TRANSACTIONS =
  'alert_id,alert_type,is_sar,tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp\r\n';

describe('importing AMLSim', () => {
  it('makes account, balance, transfer and labels of the short tables', async () => {
    const { events, report } = await importTexts(folder, 'amlsim', {
      'accounts_min.csv': 'acct_id,type,initial_deposit,bank_id\n7,I,58935.40,bank\n',
      'transactions.csv': `${TRANSACTIONS}28,7,9,TRANSFER,149.59,2017-01-03T00:00:00Z,True,121\r\n`,
      'alert_transactions.csv': `${ALERT_TRANSACTIONS}121,fan_out,True,28,7,9,TRANSFER,149.59,2017-01-03T00:00:00Z\r\n`,
      'alert_accounts.csv': `${ALERT_ACCOUNTS}121,fan_out,7,7,True,3,0,1000000,0,bank\r\n5,stack,8,8,True,3,0,9,0,bank\r\n`,
      'planted_patterns.csv': 'count,type,schedule_id,min_accounts,max_accounts\n30,cycle,0,3,3\n',
    });
    expect(events).toMatchObject([
      {
        kind: 'account-opened',
        id: '7/account',
        at: day(0),
        user: '7',
        account: '7',
        accountType: 'I',
        currency: 'USD',
      },
      { kind: 'balance', id: '7/balance', account: '7', ledger: { minor: 5_893_540, currency: 'USD' } },
      {
        kind: 'transfer',
        id: '28',
        from: '7',
        to: '9',
        at: day(2),
        rail: 'transfer',
        amount: { minor: 14_959 },
      },
      {
        kind: 'label',
        id: 'alert/121/transaction/28',
        subject: { type: 'Event', source: 'default', id: '28' },
        type: 'fan-out',
        verdict: 'fraud',
        at: day(2),
        observedAt: day(92),
      },
      {
        kind: 'label',
        id: 'alert/121/account/7',
        subject: { type: 'Account', id: '7' },
        at: day(2),
        observedAt: day(92),
      },
    ]);
    // An alert without a transaction was only planned.
    expect(report).toMatchObject({ skipped: 1, ignored: [{ why: expect.stringContaining('parameters') }] });
  });

  it('takes opening day, currency and identity where the accounts have them', async () => {
    const header =
      'acct_id,dsply_nm,type,acct_stat,acct_rptng_crncy,prior_sar_count,branch_id,open_dt,close_dt,initial_deposit,tx_behavior_id,bank_id,first_name,last_name,street_addr,city,state,country,zip,gender,birth_date,ssn,lon,lat';
    const { events } = await importTexts(folder, 'amlsim', {
      'accounts.csv': `${header}\r\n0,C_0,SAV,A,EUR,false,1,2011-01-01T00:00:00Z,4748-11-28T00:00:00Z,92.09,1,b,Al,Mo,1 Road,Town,,US,,,1980-01-02,12-3,,\r\n1,C_1,SAV,A,USD,false,1,2011-01-01T00:00:00Z,4748-11-28T00:00:00Z,8,1,b,,,,,,US,,,,,,\r\n`,
    });
    const at = Date.UTC(2011, 0, 1);
    expect(events).toMatchObject([
      {
        kind: 'registration',
        user: '0',
        name: 'Al Mo',
        address: '1 Road, Town, US',
        nationalId: '12-3',
        dateOfBirth: '1980-01-02',
        at,
      },
      { kind: 'account-opened', account: '0', currency: 'EUR', at },
      { kind: 'balance', ledger: { minor: 9209, currency: 'EUR' } },
      { kind: 'account-opened', account: '1' },
      { kind: 'balance', account: '1' },
    ]);
  });

  it('reads the two tables of the sample, rows that are alike as well', async () => {
    const { events } = await importTexts(folder, 'amlsim', {
      'nodes.csv':
        'nodeid,isFraud,init_balance,fraudStep\r\n0,0,184.44,-1\r\n144,1,119.94,25\r\n365,1,1,-1\r\n',
      'transactions.csv': 'sourceNodeId,targetNodeId,value,time\r\n0,144,147.8,3\r\n0,144,147.8,3\r\n',
    });
    expect(events.filter(({ kind }) => kind === 'label')).toMatchObject([
      { subject: { type: 'Account', id: '144' }, at: day(25), verdict: 'fraud' },
      { subject: { type: 'Account', id: '365' }, at: day(0) },
    ]);
    const transfers = events.filter(({ kind }) => kind === 'transfer');
    expect(transfers).toMatchObject([{ from: '0', to: '144', at: day(3) }, { amount: { minor: 14_780 } }]);
    expect(transfers[1].id).toBe(`${transfers[0].id}#2`);
  });

  it('reads the names of columns, days and fractions of a cent of the published files', async () => {
    const { events, report } = await importTexts(folder, 'amlsim', {
      'accounts.csv':
        'ACCOUNT_ID,CUSTOMER_ID,INIT_BALANCE,COUNTRY,ACCOUNT_TYPE,IS_FRAUD,TX_BEHAVIOR_ID\n7,C_7,184.44,US,I,false,1\n',
      'transactions.csv':
        'TX_ID,SENDER_ACCOUNT_ID,RECEIVER_ACCOUNT_ID,TX_TYPE,TX_AMOUNT,TIMESTAMP,IS_FRAUD,ALERT_ID\n1,7,9,TRANSFER,465.0512,2,True,3\n',
      'alerts.csv':
        'ALERT_ID,ALERT_TYPE,IS_FRAUD,TX_ID,SENDER_ACCOUNT_ID,RECEIVER_ACCOUNT_ID,TX_TYPE,TX_AMOUNT,TIMESTAMP\n3,cycle,True,1,7,9,TRANSFER,465.0512,2\n',
    });
    expect(report).toMatchObject({ ignored: [] });
    expect(events).toMatchObject([
      { kind: 'account-opened', account: '7', accountType: 'I' },
      { kind: 'balance', ledger: { minor: 18_444 } },
      { kind: 'transfer', id: '1', from: '7', to: '9', at: day(2), amount: { minor: 46_505 } },
      { kind: 'label', subject: { type: 'Event', id: '1' }, type: 'cycle', at: day(2) },
    ]);
  });

  it.each([
    ['tran_id', ',7,9,TRANSFER,1,2017-01-03T00:00:00Z,True,1'],
    ['base_amt', '1,7,9,TRANSFER,-1,2017-01-03T00:00:00Z,True,1'],
    ['tran_timestamp', '1,7,9,TRANSFER,1,20170103,True,1'],
  ])('sets a transaction apart whose %s is wrong', async (field, row) => {
    const { bad } = await importTexts(folder, 'amlsim', { 't.csv': `${TRANSACTIONS}${row}\n` });
    expect(bad).toMatchObject([{ line: 2, field }]);
  });

  it('refuses a folder in which nothing is AMLSim', async () => {
    await expect(importTexts(folder, 'amlsim', { 'x.csv': 'a,b\n1,2\n' })).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
  });
});

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importTexts, type Imported } from '../../../support/import-text.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const folder = tempFolder();
const CLASSIC =
  'step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud';
const SECOND =
  'tx,step,action,amount,idOrig,typeOrig,oldBalanceOrig,newBalanceOrig,idDest,typeDest,oldBalanceDest,newBalanceDest,isFraud,isFlaggedFraud,successful';
const hour = (n: number): number => Date.UTC(2025, 0, 1, n);

function classic(...rows: string[]): Promise<Imported> {
  return importTexts(folder, 'paysim', { 'p.csv': [CLASSIC, ...rows, ''].join('\n') });
}

function second(...rows: string[]): Promise<Imported> {
  return importTexts(folder, 'paysim', { 'p.csv': [SECOND, ...rows, ''].join('\n') });
}

describe('importing the classic PaySim table', () => {
  it('makes a transfer with balances of a TRANSFER, and a label about it of a fraud', async () => {
    const { events } = await classic('1,TRANSFER,181.1,C13,181.0,0.0,C55,0.0,21182.05,1,0');
    const [transfer, label] = events;
    expect(transfer).toEqual({
      source: 'default',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      kind: 'transfer',
      at: hour(1),
      observedAt: hour(1),
      from: 'C13',
      to: 'C55',
      amount: { minor: 18_110, currency: 'USD' },
      rail: 'transfer',
      balances: { fromBefore: 18_100, fromAfter: 0, toBefore: 0, toAfter: 2_118_205 },
    });
    expect(label).toMatchObject({
      kind: 'label',
      subject: { type: 'Event', source: 'default', id: transfer.id },
      verdict: 'fraud',
      at: hour(1),
      observedAt: hour(1 + 5 * 24),
    });
    expect(events).toHaveLength(2);
  });

  it('makes a payment and the balance after it of what goes to a merchant', async () => {
    const { events } = await classic('2,PAYMENT,9839.64,C12,170136.0,160296.36,M19,0.0,0.0,0,0');
    const amount = { minor: 983_964, currency: 'USD' };
    expect(events).toMatchObject([
      { kind: 'payment', account: 'C12', merchant: 'M19', amount, category: 'payment', at: hour(2) },
      { kind: 'balance', account: 'C12', ledger: { minor: 16_029_636 }, at: hour(2) },
    ]);
  });

  it('takes cash out and debits for transfers, and cash in for one the other way', async () => {
    const { events } = await classic(
      '1,CASH_OUT,5,C1,10,5,C2,0,5,0,0',
      '1,DEBIT,5,C1,10,5,C2,0,5,0,0',
      '1,CASH_IN,7,C1,5,12,C2,9,2,0,0',
    );
    expect(events).toMatchObject([
      { kind: 'transfer', from: 'C1', to: 'C2', rail: 'cash-out' },
      { kind: 'transfer', from: 'C1', to: 'C2', rail: 'debit' },
      {
        kind: 'transfer',
        from: 'C2',
        to: 'C1',
        rail: 'cash-in',
        balances: { fromBefore: 900, fromAfter: 200, toBefore: 500, toAfter: 1200 },
      },
    ]);
  });

  it('tells two rows that are alike apart, and the same row in two files not', async () => {
    const row = '1,TRANSFER,1,C1,1,0,C2,0,1,0,0';
    const other = '2,TRANSFER,1,C1,1,0,C2,0,1,0,0';
    const { report } = await importTexts(folder, 'paysim', {
      'a.csv': `${CLASSIC}\n${row}\n${row}\n`,
      'b.csv.gz': gzipSync(`${CLASSIC}\n${row}\n${other}\n`),
    });
    expect(report).toMatchObject({ rows: 4, accepted: 3, duplicates: 1, conflicts: 0 });
  });

  it.each([
    ['step', 0, '-1'],
    ['type', 1, 'GIFT'],
    ['amount', 2, '1.234'],
    ['amount', 2, '1e5'],
    ['nameOrig', 3, ''],
    ['oldbalanceOrg', 4, 'x'],
    ['nameDest', 6, ''],
    ['isFraud', 9, '2'],
  ])('sets a row apart whose %s is wrong (column %i, "%s")', async (field, column, text) => {
    const cells = '1,TRANSFER,1,C1,1,0,C2,0,1,0,0'.split(',');
    cells[column] = text;
    const { report, bad } = await classic(cells.join(','), '1,TRANSFER,1,C1,1,0,C2,0,1,0,0');
    expect(report).toMatchObject({ accepted: 1, quarantined: 1 });
    expect(bad).toMatchObject([{ line: 2, field, text: cells.join(',') }]);
  });

  it('reads a byte order mark, carriage returns, blank lines and a last row that is cut off', async () => {
    const row = '1,TRANSFER,1,C1,1,0,C2,0,1,0,0';
    const { report, bad } = await importTexts(folder, 'paysim', {
      'p.csv': `\ufeff${CLASSIC}\r\n${row}\r\n\r\n1,TRANSFER,1,C`,
    });
    expect(report).toMatchObject({ rows: 2, accepted: 1, quarantined: 1 });
    expect(bad).toMatchObject([{ line: 4, reason: 'the line has 4 cells and the header 11' }]);
  });
});

describe('importing PaySim 2', () => {
  it('keeps ids, and makes registration and account of a client without telling mules', async () => {
    const { events } = await importTexts(folder, 'paysim', {
      'clients.csv': 'id,type,name,email,ssn,phone\n409,MULE,"Al Mo",a@b.c,647-54,331\n',
      'transfers.csv': `${SECOND}\r\n2,0,TRANSFER,3.5,482,CLIENT,-544.23,-547.73,409,MULE,0.00,3.50,1,0,1\r\n`,
    });
    expect(events).toMatchObject([
      {
        kind: 'registration',
        id: '409/registration',
        user: '409',
        nationalId: '647-54',
        phone: '331',
        at: hour(0),
      },
      { kind: 'account-opened', id: '409/account', user: '409', account: '409' },
      { kind: 'transfer', id: '2', from: '482', to: '409', balances: { fromBefore: -54_423 } },
      { kind: 'label', id: '2/label' },
    ]);
    expect(JSON.stringify(events)).not.toContain('MULE');
  });

  it('makes payments to merchants and banks, and names an agent that pays out a merchant, once', async () => {
    const { events } = await second(
      '1,0,CASH_OUT,3,c,CLIENT,5,2,m,MERCHANT,0,0,0,0,1',
      '2,0,DEBIT,3,c,CLIENT,5,2,b,BANK,0,0,0,0,1',
      '3,0,CASH_IN,3,c,CLIENT,2,5,m,MERCHANT,0,0,0,0,1',
      '4,0,CASH_IN,3,c,CLIENT,2,5,m,MERCHANT,0,0,0,0,1',
    );
    expect(events.filter(({ kind }) => kind !== 'balance')).toMatchObject([
      { kind: 'payment', id: '1', merchant: 'm', category: 'cash-out' },
      { kind: 'payment', id: '2', merchant: 'b', category: 'debit' },
      { kind: 'transfer', id: '3', from: 'm', to: 'c' },
      { kind: 'reference', subject: { type: 'Account', id: 'm' }, accountType: 'merchant' },
      { kind: 'transfer', id: '4' },
    ]);
  });

  it('marks a transaction that failed as returned', async () => {
    const { events } = await second('1,0,TRANSFER,3,a,CLIENT,5,5,b,CLIENT,0,0,0,0,0');
    expect(events).toMatchObject([
      { kind: 'transfer', id: '1' },
      { kind: 'settlement', id: '1/failed', of: ['default', '1'], status: 'returned' },
    ]);
  });

  it('never reads the rings, and says so', async () => {
    const files = {
      'clients.csv': 'id,type,name,email,ssn,phone\n1,CLIENT,,,,\n',
      'rings.csv': 'ring,kind,member,role\n1,first_party,1,faux\n',
    };
    const { report } = await importTexts(folder, 'paysim', files);
    expect(report).toMatchObject({
      accepted: 2,
      rows: 1,
      ignored: [{ why: expect.stringContaining('rings') }],
    });
    const named = await importTexts(folder, 'paysim', files, { paths: ['clients.csv', 'rings.csv'] });
    expect(named.report).toMatchObject({ accepted: 2, ignored: [{}] });
  });

  it('refuses a header it does not know, with what it looked for and what it found', async () => {
    await expect(
      importTexts(folder, 'paysim', { 'p.csv': `${CLASSIC.replace('nameOrig', 'orig')}\n` }),
    ).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringMatching(
        /missing for PaySim transactions: nameOrig; found: step, type, amount, orig/,
      ),
    });
  });
});

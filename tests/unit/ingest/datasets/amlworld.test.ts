import { describe, expect, it } from 'vitest';
import { importTexts } from '../../../support/import-text.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const folder = tempFolder();
const PUBLISHED =
  'Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering\n';
const OWN =
  'timestamp,from_bank_id,from_account_id,from_account_key,to_bank_id,to_account_id,to_account_key,amount_received,receiving_currency,amount_paid,payment_currency,payment_format,is_laundering\n';
const ROW = '2022/09/01 00:06,021174,800737690,012,80011F990,2848.96,Euro,2848.96,Euro,ACH,1\n';
const block = (name: string, rows: string): string =>
  `BEGIN LAUNDERING ATTEMPT - ${name}\n${rows}END LAUNDERING ATTEMPT - ${name.split(':')[0]}\n\n`;

describe('importing AMLworld', () => {
  it('makes a transfer between bank:account of a row of the published table, ids verbatim', async () => {
    const { events } = await importTexts(folder, 'amlworld', { 'HI.csv': PUBLISHED + ROW });
    const at = Date.UTC(2022, 8, 1, 0, 6);
    expect(events).toEqual([
      {
        source: 'default',
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        kind: 'transfer',
        at,
        observedAt: at,
        from: '021174:800737690',
        to: '012:80011F990',
        amount: { minor: 284_896, currency: 'EUR' },
        rail: 'ach',
      },
      {
        source: 'default',
        id: `${events[0].id}/label`,
        kind: 'label',
        at,
        observedAt: at + 90 * 86_400_000,
        subject: { type: 'Event', source: 'default', id: events[0].id },
        verdict: 'fraud',
      },
    ]);
  });

  it('keeps what was paid and what was received where the currency changes on the way', async () => {
    const row = '2022/09/01 00:20,1,A,2,B,100.50,Yen,0.000123,Bitcoin,Wire,0\n';
    const { events } = await importTexts(folder, 'amlworld', { 'x.csv': PUBLISHED + row });
    expect(events).toMatchObject([
      { amount: { minor: 12_300, currency: 'XBT' }, received: { minor: 100, currency: 'JPY' } },
    ]);
    expect(events).toHaveLength(1);
  });

  it('reads the layout with names for both accounts', async () => {
    const row =
      '2022/09/01 00:20,10,8000EBD30,10:8000EBD30,1,B,1:B,3697.34,US Dollar,3697.34,US Dollar,Credit Card,0\n';
    const { events } = await importTexts(folder, 'amlworld', { 'x.csv': OWN + row });
    expect(events).toMatchObject([{ from: '10:8000EBD30', to: '1:B', rail: 'credit-card' }]);
  });

  it('labels the transfers of a pattern with its name, and knows them again in the table', async () => {
    const { events, report } = await importTexts(folder, 'amlworld', {
      'patterns.txt':
        block('FAN-OUT:  Max 16-degree Fan-Out', ROW) + block('STACK', ROW.replace('00:06', '00:07')),
      'trans.csv': PUBLISHED + ROW,
    });
    expect(events.filter(({ kind }) => kind === 'transfer')).toHaveLength(2);
    expect(report).toMatchObject({ rows: 3, duplicates: 1, conflicts: 0 });
    const types = events.flatMap((event) => (event.kind === 'label' ? [event.type] : []));
    expect(types).toEqual([undefined, 'fan-out', 'stack']);
  });

  it('sets rows apart that are cut off, of a currency it does not know, or outside a pattern', async () => {
    const { bad } = await importTexts(folder, 'amlworld', {
      'patterns.txt': `${block('CYCLE', '2022/09/01 00:06,1,A,2\n')}${ROW}${block('CYCLE', ROW.replaceAll('Euro', 'Doubloon'))}`,
      'x.csv': `${PUBLISHED}2022-09-01 00:06,1,A,2,B,1,Euro,1,Euro,ACH,0\n2022/09/01 00:06,1,,2,B,1,Euro,1,Euro,ACH,0\n2022/09/01 00:06,1,A,2,B,1.001,Euro,1,Euro,ACH,0\n`,
    });
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [2, 'timestamp'],
      [3, 'from_account_id'],
      [4, 'amount_received'],
      [2, null],
      [5, null],
      [7, 'payment_currency'],
    ]);
  });

  it('refuses other tables', async () => {
    await expect(
      importTexts(folder, 'amlworld', { 'x.csv': 'a,b\n' }, { paths: ['x.csv'] }),
    ).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('missing for AMLworld transactions: timestamp'),
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, scratchFolder, type CliResult } from '../support/cli.ts';
import { sharedData } from '../support/shared-data.ts';

interface Report {
  readonly rows: number;
  readonly ringsOnBothSides: number;
  readonly ablation: readonly {
    readonly features: string;
    readonly f1: number;
    readonly averagePrecision: number;
    readonly threshold: number;
  }[];
}

const HEADER = 'tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp,is_sar,alert_id';

/** 600 transfers of a day's step, every ninth from an account that pays all others: an alert each month. */
function madeRows(): string[] {
  return Array.from({ length: 600 }, (_, i) => {
    const at = new Date(Date.UTC(2017, 0, 1 + Math.floor(i / 5))).toISOString().replace('.000', '');
    const sar = i % 9 === 4;
    const [from, to] = sar ? ['boss', `mule${i}`] : [`a${i % 10}`, `b${i % 5}`];
    return `${i},${from},${to},TRANSFER,${100 + (i % 13)},${at},${sar ? 'True' : 'False'},${sar ? Math.floor(i / 150) : -1}`;
  });
}

function madeFolder(rows: readonly string[], header = HEADER): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'transactions.csv'), [header, ...rows, ''].join('\n'));
  return folder;
}

const evaluate = (dir: string, ...flags: readonly string[]): Promise<CliResult> =>
  cli('.', ['evaluate', 'amlsim', dir, ...flags]);

describe('evaluate amlsim', () => {
  it('is at or above LightGBM with graph features on 10,000 accounts', async () => {
    const dir = sharedData('amlsim-ring10k');
    if (dir === null) return;
    const result = await evaluate(dir, '--split', '60/20/20', '--json');
    expect([result.code, result.err]).toEqual([0, '']);
    const report = result.json<Report & Record<string, never>>();
    expect(Object.keys(report)).toEqual(['rows', 'ringsOnBothSides', 'ablation']);
    expect(report).toMatchObject({ rows: 43_356, ringsOnBothSides: 4 });
    expect(report.ablation.map(({ features }) => features)).toEqual([
      'transaction',
      'graph',
      'both',
      'both+rules',
    ]);
    for (const line of report.ablation)
      expect(Object.keys(line)).toEqual(['features', 'f1', 'averagePrecision', 'threshold']);
    const both = report.ablation[2];
    expect(both.f1).toBeGreaterThanOrEqual(0.979);
    expect(both.averagePrecision).toBeGreaterThanOrEqual(0.998);
  });

  it('prints a table for people, the same twice', async () => {
    const folder = madeFolder(madeRows());
    const result = await evaluate(folder);
    expect([result.code, result.err]).toEqual([0, '']);
    expect(result.out).toMatch(/^600 transactions, split 60\/20\/20 in time; 0 rings/);
    expect(result.out).toMatch(/^both\+rules +1\.0000/m);
    expect(result.out).toContain('up to 30 days after the transaction');
    expect((await evaluate(folder)).out).toBe(result.out);
    const strict = await evaluate(folder, '--known', 'transfer', '--split', '20/2/78');
    expect(strict.out).toMatch(/split 20\/2\/78 in time; 1 rings/);
    expect(strict.out).toContain('what came up to the transaction itself');
  });

  it('takes labels from the alert transactions where the transactions have none', async () => {
    const short = (row: string): string => row.split(',').slice(0, 6).join(',');
    const rows = madeRows();
    const folder = madeFolder(rows.map(short), short(HEADER));
    const alerts = rows
      .map((row) => row.split(','))
      .filter(([, , , , , , sar]) => sar === 'True')
      .map(([id, from, to, , , at, sar, alert]) => [alert, 'fan_out', sar, id, from, to, at].join(','));
    const header = 'alert_id,alert_type,is_sar,tran_id,orig_acct,bene_acct,tran_timestamp';
    writeFileSync(join(folder, 'alert_transactions.csv'), [header, ...alerts, ''].join('\n'));
    const labelled = await evaluate(madeFolder(rows), '--json');
    expect((await evaluate(folder, '--json')).out).toBe(labelled.out);
  });

  it('takes the published names of columns, days by number, and fractions of a cent', async () => {
    const rows = madeRows();
    const renamed = rows.map((row) => {
      const [id, from, to, type, amount, at, sar, alert] = row.split(',');
      const step = (Date.parse(at) - Date.UTC(2017, 0, 1)) / 86_400_000;
      return [id, from, to, type, `${amount}.004`, step, sar, alert].join(',');
    });
    const header =
      'TX_ID,SENDER_ACCOUNT_ID,RECEIVER_ACCOUNT_ID,TX_TYPE,TX_AMOUNT,TIMESTAMP,IS_FRAUD,ALERT_ID';
    const known = await evaluate(madeFolder(rows), '--json');
    expect((await evaluate(madeFolder(renamed, header), '--json')).out).toBe(known.out);
  });

  it('names the file, column or option that is wrong', async () => {
    const rows = madeRows();
    const cut = (row: string): string => row.replace(/,TRANSFER,\d+|,tx_type,base_amt/, '');
    const wrong: readonly (readonly [dir: string, flags: readonly string[], code: number, told: string])[] = [
      [join(scratchFolder(), 'gone'), [], 1, 'gone does not exist'],
      [madeFolder(rows.map(cut), cut(HEADER)), [], 1, 'missing for AMLSim transactions: base_amt'],
      [madeFolder(rows), ['--split', '60/20/10'], 2, '--split: 60/20/10 adds up to 90'],
      [madeFolder(rows.map((row) => row.replace('True', 'False'))), [], 1, 'is_sar: true for 0 of the 360'],
      [
        madeFolder(rows.with(3, '3,a,b,TRANSFER,much,2017-01-01T00:00:00Z,False,-1')),
        [],
        1,
        'line 5: base_amt',
      ],
      [madeFolder(rows.with(3, rows[2])), [], 1, 'line 5: tran_id: stands in the data twice'],
      [madeFolder(rows), ['--truth', 'truth.json'], 2, '--truth and --html are about rings in a store'],
    ];
    for (const [dir, flags, code, told] of wrong) {
      const result = await evaluate(dir, ...flags);
      expect([result.code, result.out]).toEqual([code, '']);
      expect(result.err).toContain(told);
    }
    const noLabels = madeFolder(
      rows.map((row) => row.split(',').slice(0, 6).join(',')),
      HEADER.slice(0, -16),
    );
    expect((await evaluate(noLabels)).err).toContain('has no column is_sar');
    expect((await cli('.', ['evaluate', 'amlsim'])).err).toContain('wanted evaluate amlsim DIR');
  });
});

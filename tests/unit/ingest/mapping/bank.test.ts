import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Event } from '../../../../src/graph/model/event.ts';
import { mappedCsv } from '../../../../src/ingest/datasets/mapped-csv.ts';
import { importDataset } from '../../../../src/ingest/import-dataset.ts';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { writableStore } from '../../../support/writable-store.ts';

const EXAMPLES = join(import.meta.dirname, '../../../../examples');

it('reads the tables of the example bank as its mapping says', async () => {
  const store = await writableStore();
  const options = { clock: systemClock, mapping: join(EXAMPLES, 'mappings/bank.yaml') };
  const report = await importDataset(store, mappedCsv, [join(EXAMPLES, 'bank')], options);
  expect(report).toMatchObject({ rows: 17, accepted: 18, quarantined: 0, skipped: 1, ignored: [] });
  const event = async (id: string): Promise<Event | undefined> =>
    (await store.events.get(['core-bank', id]))?.event;
  expect(await event('customer/K100')).toMatchObject({
    kind: 'registration',
    at: Date.parse('2025-01-03T00:00:00+01:00'),
    name: 'Anna Berg',
    phone: '+49 30 5550101',
  });
  expect(await event('customer/K100/phone-2')).toMatchObject({ field: 'phone', value: '+49 151 5550102' });
  expect(await event('customer/K102')).not.toHaveProperty('email');
  expect(await event('account/0042:7001')).toMatchObject({
    accountType: 'checking',
    creditLimit: { minor: 250_000, currency: 'EUR' },
  });
  expect(await event('login/L3')).toMatchObject({ outcome: 'failure', at: 1_741_518_000_250 });
  expect(await event('P-1')).toMatchObject({
    kind: 'transfer',
    at: Date.parse('2025-03-09T10:05:00+01:00'),
    from: '0042:7001',
    to: '0042:7002',
    amount: { minor: 125_000, currency: 'EUR' },
    user: 'K100',
    device: 'phone-a',
    ip: '203.0.113.7',
  });
  expect(await event('P-4')).toMatchObject({ from: '0042:7001', to: '0042:7002', amount: { minor: 5_000 } });
  expect(await event('P-5')).toBeUndefined();
  expect(await event('P-6')).toMatchObject({
    kind: 'payment',
    at: Date.parse('2025-03-30T03:15:00+02:00'),
    amount: { minor: 1_800, currency: 'JPY' },
  });
  expect(await event('chargeback/P-3')).toMatchObject({ of: ['core-bank', 'P-3'], status: 'charged-back' });
  expect(await event('chargeback/P-3/label')).toMatchObject({
    subject: { type: 'Event', source: 'core-bank', id: 'P-3' },
  });
  expect(await event('chargeback/P-6/label')).toBeUndefined();
});

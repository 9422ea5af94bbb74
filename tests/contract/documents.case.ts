import { expect } from 'vitest';
import type { KeptDocument, RulesDocument } from '../../src/graph/model/document.ts';
import { capabilityTest, storeTest, type StoreFactory } from './store-under-test.ts';

const policy = (id: string, at: number, rest: Partial<RulesDocument> = {}): KeptDocument => ({
  kind: 'policy',
  document: {
    id,
    at,
    name: 'p',
    version: 1,
    status: 'draft',
    body: { limit: 0.1 + 0.2, deep: [[null]] },
    ...rest,
  },
});

export function documentCases(factory: StoreFactory): void {
  storeTest(
    factory,
    'a document comes back as it was kept, by kind and id',
    async ({ store: { records } }) => {
      const kept = policy('a\u{10000}"]', 5);
      await records.saveDocuments([kept]);
      expect(await records.document('policy', 'a\u{10000}"]')).toEqual(kept.document);
      expect(await records.document('policy', 'A')).toBeNull();
      expect(await records.document('rule-set', 'a\u{10000}"]')).toBeNull();
      expect(await records.documents('rule-set', 10)).toEqual([]);
    },
  );

  storeTest(
    factory,
    'documents come newest first, then by id bytes, no more than asked for',
    async ({ store }) => {
      const { records } = store;
      const kept = ['\uffff', '\u{10000}', 'b', 'B'].map((id) => policy(id, 2));
      await records.saveDocuments([policy('old', 1), ...kept, policy('new', 3)]);
      const ids = async (limit: number) => (await records.documents('policy', limit)).map(({ id }) => id);
      expect(await ids(100)).toEqual(['new', '\u{10000}', '\uffff', 'b', 'B', 'old']);
      expect(await ids(3)).toEqual(['new', '\u{10000}', '\uffff']);
      expect(await ids(0)).toEqual([]);
    },
  );

  storeTest(factory, 'a document kept again replaces the old one', async ({ store: { records } }) => {
    await records.saveDocuments([policy('a', 1), policy('b', 2)]);
    await records.saveDocuments([policy('a', 3, { status: 'live' }), policy('a', 4, { status: 'retired' })]);
    expect(await records.documents('policy', 9)).toEqual([
      policy('a', 4, { status: 'retired' }).document,
      policy('b', 2).document,
    ]);
  });

  storeTest(factory, 'documents are kept all or not at all', async ({ store: { records } }) => {
    const broken = policy('z', 1.5);
    await expect(records.saveDocuments([policy('a', 1), broken])).rejects.toThrow();
    expect(await records.documents('policy', 9)).toEqual([]);
  });

  capabilityTest(
    factory,
    'reopen',
    'documents outlive the closing of the store',
    async ({ store, under }) => {
      await store.records.saveDocuments([policy('a', 1)]);
      await store.close();
      const again = await under.openAgain!();
      expect(await again.records.document('policy', 'a')).toEqual(policy('a', 1).document);
      await again.close();
    },
  );
}

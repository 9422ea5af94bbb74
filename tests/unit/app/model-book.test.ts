import { expect, it } from 'vitest';
import { modelBook, modelRuns, promote, rollBack, scorerAt } from '../../../src/app/model-book.ts';
import type { Json } from '../../../src/graph/model/document.ts';
import { featureMatrix } from '../../../src/risk/models/feature-matrix.ts';
import { packScorer } from '../../../src/risk/scoring/scorer-artefact.ts';
import { fitForest } from '../../../src/risk/training/fit-scorer.ts';
import type { Store } from '../../../src/store/port.ts';
import { handClock } from '../../contract/store-under-test.ts';
import { FOREST, keepForest } from '../../support/kept-forest.ts';
import { writableStore } from '../../support/writable-store.ts';

const clock = handClock();

/** As `train` does, a moment after the one before. */
function train(store: Store, id: string): Promise<string> {
  clock.time++;
  return keepForest(store, id, clock);
}

const stages = async (store: Store) => {
  const { champion, challenger } = await modelBook(store);
  return [champion, challenger];
};

it('makes the first model champion, later ones challenger, and keeps the artefact as it was', async () => {
  const store = await writableStore(':memory:', clock);
  expect(await scorerAt(store, 'champion')).toBeNull();
  expect(await train(store, 'aaaa1')).toBe('champion');
  expect(await train(store, 'bbbb2')).toBe('challenger');
  expect(await train(store, 'cccc3')).toBe('challenger');
  expect(await stages(store)).toEqual(['aaaa1', 'cccc3']);
  expect((await modelRuns(store)).map(({ id }) => id)).toEqual(['cccc3', 'bbbb2', 'aaaa1']);
  const row = Float64Array.of(400);
  expect((await scorerAt(store, 'champion'))!.scorer.margin(row)).toBe(FOREST.margin(row));
});

it('promotes by the first letters of an id, and rolls back step by step', async () => {
  const store = await writableStore(':memory:', clock);
  for (const id of ['aaaa1', 'bbbb2', 'cccc3']) await train(store, id);
  await promote(store, 'bbbb', clock);
  expect(await stages(store)).toEqual(['bbbb2', 'aaaa1']);
  await promote(store, 'cccc3', clock);
  expect(await stages(store)).toEqual(['cccc3', 'bbbb2']);
  await rollBack(store, clock);
  expect((await stages(store))[0]).toBe('bbbb2');
  await rollBack(store, clock);
  expect((await stages(store))[0]).toBe('aaaa1');
  await expect(rollBack(store, clock)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await modelBook(store)).history.map(({ why }) => why)).toContain('rollback');
});

it('refuses an id that is none or not the only one, and changes nothing by promoting the champion', async () => {
  const store = await writableStore(':memory:', clock);
  for (const id of ['aaaa1', 'aaaa2']) await train(store, id);
  await expect(promote(store, 'zzzz', clock)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(promote(store, 'aaaa', clock)).rejects.toThrow(/2 models begin so/);
  const before = await modelBook(store);
  expect(await promote(store, 'aaaa1', clock)).toEqual(before);
});

it('refuses an artefact that is not the one of its run', async () => {
  const store = await writableStore(':memory:', clock);
  await train(store, 'aaaa1');
  const other = fitForest(
    { model: 'isolation-forest', parameters: { trees: 4 } },
    featureMatrix(['a'], [Float64Array.of(1, 2, 5)]),
  );
  const artefact = packScorer(other.kept) as unknown as Json;
  await store.records.saveDocuments([{ kind: 'model-artefact', document: { id: 'aaaa1', at: 1, artefact } }]);
  await expect(scorerAt(store, 'champion')).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    facts: { field: 'checksum' },
  });
});

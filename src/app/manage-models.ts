import type { Json, ModelBook, ModelRun, ModelStage } from '../graph/model/document.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { modelBook, promote, rollBack, type Alongside } from './model-book.ts';
import { actDocument, doneBefore, inTurn, requireVersion, type Act, type Done } from './serving/acts.ts';
import { pageOf, type Page, type PageRequest } from './serving/page.ts';
import type { Serving } from './serving/serving.ts';

/** A training and what it is now. */
export interface StagedRun extends ModelRun {
  readonly stage: ModelStage | null;
}

/** Runs that can be listed, the newest. */
const MOST = 1_000;

/** Trainings, the newest first. @throws RingfenceError STORE_FAILED, REQUEST_INVALID */
export async function listRuns({ reads }: Serving, request: PageRequest): Promise<Page<StagedRun>> {
  const runs = await reads.documents('model-run', MOST);
  const book = await reads.document('model-book', 'book');
  const staged = runs.map((run) => ({ ...run, stage: stageOf(run.id, book) }));
  const order = new Map(staged.map(({ id }, i) => [id, i]));
  // Documents come newest first; of one instant in the order of ids.
  return pageOf(staged, ({ id, at }) => [-at, order.get(id)!], request);
}

/** One training by its id, or null. */
export async function findRun({ reads }: Serving, id: string): Promise<StagedRun | null> {
  const run = await reads.document('model-run', id);
  return run && { ...run, stage: stageOf(id, await reads.document('model-book', 'book')) };
}

/** Which model does what, and the version of that: how often it has changed. */
export interface Models {
  readonly version: number;
  readonly champion: string | null;
  readonly challenger: string | null;
}

export async function modelsNow({ reads }: Serving): Promise<Models> {
  const book = await reads.document('model-book', 'book');
  return book === null ? { version: 0, champion: null, challenger: null } : modelsOf(book);
}

export interface PromoteRequest {
  readonly key: string;
  /** Id of a run, or the beginning of one, of at least 4 letters. */
  readonly run: string;
  /** `version` of `modelsNow` on which the caller decided; null does not ask. */
  readonly version?: number | null | undefined;
}

/**
 * Makes a model the champion, from the next score on; the one before stays as challenger.
 * @throws RingfenceError NOT_FOUND, VERSION_CONFLICT, ID_CONFLICT, MODEL_INVALID, NOT_READY, STORE_FAILED
 */
export async function promoteModel(serving: Serving, request: PromoteRequest): Promise<Done<Models>> {
  const { key, run, version } = request;
  const act = { name: 'promote', key, request: { run, version: version ?? null } };
  return turnBook(serving, act, version, (alongside) =>
    promote(serving.store, run, serving.clock, alongside),
  );
}

/**
 * Makes the champion of before the last change champion again, from the next score on.
 * @throws RingfenceError NOT_FOUND (there was none), VERSION_CONFLICT, ID_CONFLICT, MODEL_INVALID, NOT_READY, STORE_FAILED
 */
export async function rollBackModel(
  serving: Serving,
  { key, version }: Omit<PromoteRequest, 'run'>,
): Promise<Done<Models>> {
  const act = { name: 'rollBack', key, request: { version: version ?? null } };
  return turnBook(serving, act, version, (alongside) => rollBack(serving.store, serving.clock, alongside));
}

/** The book and the act are kept together: who is cut off and sends the same again is told that it was done. */
async function turnBook(
  serving: Serving,
  act: Act,
  version: number | null | undefined,
  turn: (alongside: Alongside) => Promise<ModelBook>,
): Promise<Done<Models>> {
  return inTurn(serving, async () => {
    const before = await doneBefore(serving, act);
    if (before !== null) {
      // The first time may have been kept without anybody here hearing of it.
      await serving.engine.scorer.reload();
      return { result: before as unknown as Models, duplicate: true };
    }
    requireReady(serving);
    requireVersion('the book of models', version, (await modelsNow(serving)).version);
    const book = await serving.reads.within(() =>
      turn((turned) => [actDocument(serving, act, modelsOf(turned) as unknown as Json)]),
    );
    await serving.engine.scorer.reload();
    return { result: modelsOf(book), duplicate: false };
  });
}

/** @throws RingfenceError NOT_READY */
export function requireReady({ engine }: Serving): void {
  if (engine.state !== 'ready') throw new RingfenceError('NOT_READY', `the engine is ${engine.state}`);
}

/** As it is in the store; for work that is under way already. */
export async function modelsInStore({ store }: Serving): Promise<Models> {
  return modelsOf(await modelBook(store));
}

function modelsOf({ champion, challenger, history }: ModelBook): Models {
  return { version: history.length, champion, challenger };
}

function stageOf(id: string, book: ModelBook | null): ModelStage | null {
  if (book?.champion === id) return 'champion';
  return book?.challenger === id ? 'challenger' : null;
}

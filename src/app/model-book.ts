import type {
  Json,
  KeptDocument,
  ModelBook,
  ModelRun,
  ModelStage,
  ModelStep,
} from '../graph/model/document.ts';
import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { readScorer } from '../risk/scoring/scorer-artefact.ts';
import type { Scorer } from '../risk/scoring/scorer.ts';
import type { Store } from '../store/port.ts';

const BOOK = 'book';
const EMPTY: ModelBook = { id: BOOK, at: 0, champion: null, challenger: null, history: [] };
/** Runs that are listed, the newest. */
const MOST_RUNS = 1_000;

/** Which run is champion, which challenger, and how it came to be. */
export async function modelBook(store: Store): Promise<ModelBook> {
  return (await store.records.document('model-book', BOOK)) ?? EMPTY;
}

/** All runs, the newest first. */
export async function modelRuns(store: Store): Promise<readonly ModelRun[]> {
  return store.records.documents('model-run', MOST_RUNS);
}

/** Keeps a new run: the first becomes champion, any later one challenger, which scores beside the champion. */
export async function enter(
  store: Store,
  run: ModelRun,
  artefact: Json,
  clock: Clock,
  alongside: readonly KeptDocument[] = [],
): Promise<ModelStage> {
  const book = await modelBook(store);
  const stage: ModelStage = book.champion === null ? 'champion' : 'challenger';
  const next = turned(book, [{ at: clock.now(), run: run.id, stage, why: 'train' }]);
  await store.records.saveDocuments([
    { kind: 'model-run', document: run },
    { kind: 'model-artefact', document: { id: run.id, at: run.at, artefact } },
    { kind: 'model-book', document: next },
    ...alongside,
  ]);
  return stage;
}

/** What is kept together with a changed book, all or nothing. */
export type Alongside = (book: ModelBook) => readonly KeptDocument[];

const NOTHING: Alongside = () => [];

/**
 * Makes a run the champion; the one before stays challenger, so that it can be watched beside.
 * @throws RingfenceError NOT_FOUND; MODEL_INVALID where its artefact is damaged, and then nothing has changed
 */
export async function promote(
  store: Store,
  id: string,
  clock: Clock,
  alongside: Alongside = NOTHING,
): Promise<ModelBook> {
  const run = await findRun(store, id);
  const book = await modelBook(store);
  if (book.champion === run.id) return keep(store, book, alongside);
  await readRun(store, run.id);
  const at = clock.now();
  const steps: ModelStep[] = [{ at, run: run.id, stage: 'champion', why: 'promote' }];
  if (book.champion !== null) steps.push({ at, run: book.champion, stage: 'challenger', why: 'promote' });
  return keep(store, turned(book, steps), alongside);
}

/**
 * Makes the champion of before the last change champion again.
 * @throws RingfenceError NOT_FOUND when there was none; MODEL_INVALID as `promote`
 */
export async function rollBack(
  store: Store,
  clock: Clock,
  alongside: Alongside = NOTHING,
): Promise<ModelBook> {
  const book = await modelBook(store);
  // A rolled-back champion is no place to roll back to: each roll-back goes one further.
  const line: string[] = [];
  for (const { run, stage, why } of book.history) {
    if (stage !== 'champion') continue;
    if (why === 'rollback') line.pop();
    else line.push(run);
  }
  const before = line.at(-2);
  if (before === undefined || book.champion === null)
    throw new RingfenceError('NOT_FOUND', 'there is no champion before this one to roll back to');
  await readRun(store, before);
  const at = clock.now();
  return keep(
    store,
    turned(book, [
      { at, run: before, stage: 'champion', why: 'rollback' },
      { at, run: book.champion, stage: 'none', why: 'rollback' },
    ]),
    alongside,
  );
}

/** A model that can score. */
export interface LoadedModel {
  readonly run: ModelRun;
  readonly scorer: Scorer;
}

/**
 * The model of a stage, read and checked; null when there is none.
 * @param loaded models that were read before: what they are never changes, whatever became of them in the store
 * @throws RingfenceError MODEL_INVALID
 */
export async function scorerAt(
  store: Store,
  stage: ModelStage,
  loaded: readonly LoadedModel[] = [],
): Promise<LoadedModel | null> {
  const id = (await modelBook(store))[stage];
  return id === null ? null : (loaded.find(({ run }) => run.id === id) ?? readRun(store, id));
}

async function readRun(store: Store, id: string): Promise<LoadedModel> {
  const run = await store.records.document('model-run', id);
  const kept = await store.records.document('model-artefact', id);
  if (run === null || kept === null)
    throw new RingfenceError('MODEL_INVALID', `model ${id}: its run or its artefact is not in the store`, {
      field: id,
    });
  const scorer = readScorer(kept.artefact);
  const { checksum } = kept.artefact as { checksum?: unknown };
  if (checksum !== run.checksum)
    throw new RingfenceError('MODEL_INVALID', `model ${id}: the artefact is not the one of its run`, {
      field: 'checksum',
    });
  return { run, scorer };
}

/** By an id, or the beginning of one that is the only such. */
async function findRun(store: Store, id: string): Promise<ModelRun> {
  const runs = await modelRuns(store);
  const found = runs.filter((run) => run.id === id || (id.length >= 4 && run.id.startsWith(id)));
  if (found.length === 1) return found[0];
  const problem = found.length === 0 ? 'there is no such model' : `${found.length} models begin so`;
  throw new RingfenceError('NOT_FOUND', `model ${id}: ${problem}; \`ringfence models\` lists them`);
}

function turned(book: ModelBook, steps: readonly ModelStep[]): ModelBook {
  let { champion, challenger } = book;
  for (const { run, stage } of steps) {
    if (champion === run) champion = null;
    if (challenger === run) challenger = null;
    if (stage === 'champion') champion = run;
    if (stage === 'challenger') challenger = run;
  }
  return {
    id: BOOK,
    at: Math.max(book.at, ...steps.map(({ at }) => at)),
    champion,
    challenger,
    history: [...book.history, ...steps],
  };
}

async function keep(store: Store, book: ModelBook, alongside: Alongside): Promise<ModelBook> {
  await store.records.saveDocuments([{ kind: 'model-book', document: book }, ...alongside(book)]);
  return book;
}

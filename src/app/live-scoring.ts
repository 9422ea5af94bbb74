import { FeatureEngine } from '../features/live/feature-engine.ts';
import { LIVE_FEATURES } from '../features/live/features.ts';
import { compareKnown, knownAt, payingAccount, type ScoredEvent } from '../features/live/scored-event.ts';
import type { Json, KeptDocument, ModelRun } from '../graph/model/document.ts';
import { eventKey, type Event, type EventKey } from '../graph/model/event.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { CurrencyTable } from '../kernel/money.ts';
import { Judge, type Judgement } from '../risk/scoring/judge.ts';
import { RingHistory } from '../risk/training/ring-history.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { liveDecisions, type LiveDecisions } from './live-decisions.ts';
import { modelBook, scorerAt, type LoadedModel } from './model-book.ts';
import { scoreId } from './serving/score.ts';

/** A transaction with its risk, decision and, where there is one, what the challenger says of it. */
export interface ScoredTransaction {
  readonly event: EventKey;
  /** When it was known, epoch ms. */
  readonly at: number;
  readonly user: string | null;
  readonly judgement: Judgement;
  /** Of the run that decided; null when only rules did. */
  readonly run: string | null;
  readonly shadow: { readonly run: string; readonly judgement: Judgement } | null;
  /** By LIVE_FEATURES; for keeping and for drift. */
  readonly values: Float64Array;
}

/**
 * Scores transactions with all that a store knows: the log is put through the feature engine once, then each event is
 * scored and taken in. Champion, challenger, rules and policy are those of the store at opening; `reload` exchanges them
 * between two scores, without a pause.
 *
 * Memory: that of the engine. One call at a time.
 */
export class LiveScoring {
  readonly #engine: FeatureEngine;
  readonly #owners: Map<string, string>;
  readonly #exponents: CurrencyTable;
  #parts: Parts;

  private constructor(
    engine: FeatureEngine,
    owners: Map<string, string>,
    exponents: CurrencyTable,
    parts: Parts,
  ) {
    this.#engine = engine;
    this.#owners = owners;
    this.#exponents = exponents;
    this.#parts = parts;
  }

  /** Time that of reading the log and of the engine. @throws RingfenceError MODEL_INVALID, RULES_INVALID */
  static async open(store: Store, progress: Progress = () => {}): Promise<LiveScoring> {
    const rings =
      (await store.records.latestRun()) === null
        ? null
        : new RingHistory(await store.records.rings(), await store.records.findings());
    const log: Event[] = [];
    const total = await store.events.head();
    for await (const batch of store.events.readFrom(0)) {
      for (const { event } of batch) log.push(event);
      progress('reading events', log.length, total);
    }
    const scoring = await LiveScoring.empty(store, rings && (() => rings));
    const targets = targetsOf(log);
    for (const event of log.sort(compareKnown)) scoring.apply(event, targets(event));
    return scoring;
  }

  /**
   * With no event taken in yet.
   * @param rings gives the history of the rings known at the time of asking; null where nobody knows any
   * @param onDamaged told of a model that cannot be used; without it that is an error. Scores then go without: by rules
   *   alone where it is the champion
   * @throws RingfenceError MODEL_INVALID, RULES_INVALID
   */
  static async empty(
    store: Store,
    rings: (() => RingHistory) | null,
    onDamaged?: (model: DamagedModel) => void,
  ): Promise<LiveScoring> {
    const engine: FeatureEngine = new FeatureEngine({
      features: LIVE_FEATURES,
      ...(rings === null ? {} : { ringsOf: (type, id) => rings().at(type, id, engine.now) }),
    });
    const parts = await partsOf(store, [], () => onDamaged !== undefined);
    for (const model of parts.damaged) onDamaged?.(model);
    return new LiveScoring(engine, new Map(), await currencies(store), parts);
  }

  /** What decides and what scores beside it. */
  get inForce(): {
    readonly champion: ModelRun | null;
    readonly challenger: ModelRun | null;
    /** What should do so, and cannot be used. */
    readonly damaged: readonly DamagedModel[];
  } & LiveDecisions {
    const { champion, challenger, damaged, decisions } = this.#parts;
    return { champion: champion?.run ?? null, challenger: challenger?.run ?? null, damaged, ...decisions };
  }

  /**
   * Takes the models, rules and policy that are live in the store now.
   * @throws RingfenceError MODEL_INVALID, RULES_INVALID; all stays as it was then
   */
  async reload(store: Store): Promise<void> {
    const { champion, challenger, damaged } = this.#parts;
    this.#parts = await partsOf(
      store,
      [champion, challenger].filter((one) => one !== null),
      (run) => damaged.some((one) => one.run === run),
    );
  }

  /** Scores a transaction as of now, without taking it in. @param explained reasons also for what is approved */
  score(event: ScoredEvent, explained = false): ScoredTransaction {
    const values = this.#engine.read(event);
    const user = this.userOf(event);
    const { champion, challenger, rulesOnly } = this.#parts;
    const judgement = (champion?.judge ?? rulesOnly).judge(event, values, user, explained);
    return {
      event: eventKey(event),
      at: knownAt(event),
      user,
      judgement,
      run: champion?.run.id ?? null,
      shadow:
        challenger === null
          ? null
          : { run: challenger.run.id, judgement: challenger.judge.judge(event, values, user, false) },
      values,
    };
  }

  /** Who makes a transaction, where that is known. */
  userOf(event: ScoredEvent): string | null {
    return event.user ?? this.#owners.get(payingAccount(event)) ?? null;
  }

  /** Takes an event in. @param target what a label or a retraction is about, where that is an event */
  apply(event: Event, target?: Event): void {
    if (event.kind === 'account-opened' && !this.#owners.has(event.account))
      this.#owners.set(event.account, event.user);
    this.#engine.apply(event, target);
  }

  /** Decimals of a currency, where it is known. */
  exponentOf(currency: string): number | undefined {
    return this.#exponents.exponent(currency);
  }
}

/** A model in force whose run or artefact in the store is not what was written. */
export interface DamagedModel {
  readonly stage: 'champion' | 'challenger';
  readonly run: string;
}

interface Parts {
  readonly decisions: LiveDecisions;
  readonly champion: JudgingModel | null;
  readonly challenger: JudgingModel | null;
  readonly damaged: readonly DamagedModel[];
  readonly rulesOnly: Judge;
}

interface JudgingModel extends LoadedModel {
  readonly judge: Judge;
}

/**
 * @param loaded models that need not be read again
 * @param isTolerated whether to go without a run when it is damaged
 */
async function partsOf(
  store: Store,
  loaded: readonly LoadedModel[] = [],
  isTolerated: (run: string) => boolean = () => false,
): Promise<Parts> {
  const decisions = await liveDecisions(store);
  const table = await currencies(store);
  const exponentOf = (currency: string): number | undefined => table.exponent(currency);
  const damaged: DamagedModel[] = [];
  const judgeAt = async (stage: DamagedModel['stage']): Promise<JudgingModel | null> => {
    const run = (await modelBook(store))[stage];
    try {
      const found = await scorerAt(store, stage, loaded);
      return found && { ...found, judge: new Judge({ ...decisions, scorer: found.scorer, exponentOf }) };
    } catch (error) {
      const isDamage = error instanceof RingfenceError && error.code === 'MODEL_INVALID';
      if (!isDamage || run === null || !isTolerated(run)) throw error;
      damaged.push({ stage, run });
      return null;
    }
  };
  return {
    decisions,
    champion: await judgeAt('champion'),
    challenger: await judgeAt('challenger'),
    damaged,
    rulesOnly: new Judge({ ...decisions, scorer: null, exponentOf }),
  };
}

async function currencies(store: Store): Promise<CurrencyTable> {
  const table = new CurrencyTable();
  for (const [code, exponent] of await store.records.currencies()) table.declare(code, exponent);
  return table;
}

/** Finds what labels and retractions of a list of events are about, in that list. */
export function targetsOf(log: readonly Event[]): (event: Event) => Event | undefined {
  const keyOf = ([source, id]: EventKey): string => `${source}\0${id}`;
  const named = (event: Event): EventKey | null => {
    if (event.kind === 'retraction') return event.of;
    return event.kind === 'label' && event.subject.type === 'Event'
      ? [event.subject.source, event.subject.id]
      : null;
  };
  const wanted = new Map<string, Event | undefined>();
  for (const event of log) {
    const key = named(event);
    if (key) wanted.set(keyOf(key), undefined);
  }
  if (wanted.size > 0)
    for (const event of log) {
      const key = keyOf(eventKey(event));
      if (wanted.has(key)) wanted.set(key, event);
    }
  return (event) => {
    const key = named(event);
    return key ? wanted.get(keyOf(key)) : undefined;
  };
}

/** A score, and the challenger's beside it, as documents to be kept. */
export function scoreDocuments({ event, at, judgement, run, shadow }: ScoredTransaction): KeptDocument[] {
  const document = (given: Judgement, by: string | null, isShadow: boolean): KeptDocument => ({
    kind: 'score',
    document: {
      id: scoreId(event, by),
      at,
      event,
      run: by,
      shadow: isShadow,
      risk: given.risk,
      decision: given.decision,
      by: given.by,
      reasons: given.reasons as unknown as Json,
    },
  });
  const own = document(judgement, run, false);
  return shadow === null ? [own] : [own, document(shadow.judgement, shadow.run, true)];
}

import { isScored, type ScoredEvent } from '../../features/live/scored-event.ts';
import type { KeptDocument, ScoreRecord } from '../../graph/model/document.ts';
import type { Event, EventKey } from '../../graph/model/event.ts';
import type { Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import { RingHistory } from '../../risk/training/ring-history.ts';
import type { LoggedEvent, Store } from '../../store/port.ts';
import { LiveScoring, scoreDocuments, targetsOf, type DamagedModel } from '../live-scoring.ts';
import { KnownOrder } from './known-order.ts';
import type { RingView } from './ring-view.ts';
import { ScoreBook } from './score-book.ts';
import { keptScore, scoreOf, type Score } from './score.ts';

/** The newest transactions, which are scored once more at the start, each as of its time. */
const WARM = 10_000;
/** Events taken in between two turns of others while the log is put through. */
const AT_ONCE = 1_000;
/** Kept scores that are looked through at the start. */
const MOST_KEPT = 10_000;
/** Alerts that wait to be saved; while the store is away more are not kept. */
const MOST_UNSAVED = 20_000;

export interface LiveScorerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this run of the server in the places of scores. */
  readonly stream: string;
}

/**
 * Scoring inside a server: fed with the log that live detection is fed with, it scores every new transaction as it comes,
 * before it counts for others, and answers what somebody asks about.
 *
 * Rings are those of the newest view, each member from a day after it joined, as in training. What it holds is a function
 * of the log, the models and the kept scores: at the start the log is put through in the order in which events became
 * known, and its newest transactions are scored; one whose score was kept has that one.
 *
 * Memory: that of the feature engine and the book, and while it starts that of {@link KnownOrder}.
 */
export class LiveScorer {
  readonly book: ScoreBook;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #rings: () => RingHistory;
  #scoring: LiveScoring | null = null;
  #order: KnownOrder | null = new KnownOrder();
  #transactions = 0;
  #put = 0;
  #unsaved: KeptDocument[] = [];
  readonly #decisions = new Map<string, number>();
  readonly #explain = new Set<string>();

  /** @param view the newest; asked at every score */
  constructor({ store, clock, logger, stream }: LiveScorerOptions, view: () => RingView) {
    this.#store = store;
    this.#clock = clock;
    this.#logger = logger;
    this.book = new ScoreBook(stream);
    let known: { readonly view: RingView; readonly history: RingHistory } | null = null;
    this.#rings = () => {
      const now = view();
      if (known?.view !== now) known = { view: now, history: new RingHistory(now.rings, now.findings) };
      return known.history;
    };
  }

  /** What decides and what scores beside it; null while the log is being read. */
  get inForce(): LiveScoring['inForce'] | null {
    return this.#scoring?.inForce ?? null;
  }

  /** How many scores were given since the start, by decision. */
  get decisions(): ReadonlyMap<string, number> {
    return this.#decisions;
  }

  #count(decision: string): void {
    this.#decisions.set(decision, (this.#decisions.get(decision) ?? 0) + 1);
  }

  /** Before `open`: the next event of the log. */
  gather(logged: LoggedEvent): void {
    this.#order!.note(logged);
    this.#transactions += isScored(logged.event) ? 1 : 0;
  }

  /** How many events of the log were put through at the start. */
  get put(): number {
    return this.#put;
  }

  /**
   * Puts through what was gathered. A damaged model does not keep the server from starting: scores go without it.
   * @throws RingfenceError RULES_INVALID, and what the store throws
   */
  async open(isStopping: () => boolean): Promise<void> {
    const scoring = await LiveScoring.empty(this.#store, this.#rings, (model) => this.#tellOf(model));
    const kept = await this.#keptScores();
    const order = this.#order!;
    this.#order = null;
    for await (const events of order.read((after) => this.#store.events.readFrom(after))) {
      const targets = await this.#targetsOf(events);
      for (const event of events) {
        if (isScored(event) && this.#transactions-- <= WARM)
          this.book.add(scoreAgain(scoring, event, kept), null);
        scoring.apply(event, targets(event));
        if (++this.#put % AT_ONCE > 0) continue;
        if (isStopping()) throw new RingfenceError('NOT_READY', 'the server is stopping');
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    this.#scoring = scoring;
  }

  #tellOf({ stage, run }: DamagedModel): void {
    const goesOn = stage === 'champion' ? 'rules alone decide' : 'nothing scores beside the champion';
    this.#logger.log('error', `the ${stage} is damaged in the store: until another is promoted ${goesOn}`, {
      run,
    });
  }

  async #keptScores(): Promise<ReadonlyMap<string, ScoreRecord>> {
    const records = await this.#store.records.documents('score', MOST_KEPT);
    return new Map(
      records
        .filter(({ shadow }) => !shadow)
        .map((record) => [textOf(record.event), record] as const)
        .reverse(),
    );
  }

  /** What labels and retractions among new events are about. @throws what the store throws */
  async targetsOf(fresh: readonly LoggedEvent[]): Promise<(event: Event) => Event | undefined> {
    return this.#scoring === null ? () => undefined : this.#targetsOf(fresh.map(({ event }) => event));
  }

  async #targetsOf(events: readonly Event[]): Promise<(event: Event) => Event | undefined> {
    const inBatch = targetsOf(events);
    const wanted = events.flatMap((event) => (inBatch(event) ? [] : (aboutOf(event) ?? [])));
    const found = new Map<string, Event>();
    if (wanted.length > 0)
      for (const logged of await this.#store.events.lookUp(wanted))
        if (logged) found.set(textOf([logged.event.source, logged.event.id]), logged.event);
    return (event) => {
      const [key] = aboutOf(event) ?? [];
      return inBatch(event) ?? (key && found.get(textOf(key)));
    };
  }

  /** Scores a new event where it is a transaction, and takes it in. */
  take(logged: LoggedEvent, target: Event | undefined): void {
    if (this.#scoring === null) return this.gather(logged);
    const { event } = logged;
    if (isScored(event)) {
      const scored = this.#scoring.score(event, this.#explain.delete(textOf([event.source, event.id])));
      this.#count(scored.judgement.decision);
      this.book.add(scoreOf(scored, event), this.#clock.now());
      if (scored.judgement.decision !== 'approve' && this.#unsaved.length < MOST_UNSAVED)
        this.#unsaved.push(...scoreDocuments(scored));
    }
    this.#scoring.apply(event, target);
  }

  /** The transaction of this key is to have reasons when it comes, whatever its decision. @returns what takes it back */
  explainNext(key: EventKey): () => void {
    this.#explain.add(textOf(key));
    return () => void this.#explain.delete(textOf(key));
  }

  /** Scores a transaction with all that is known now, and forgets it. @throws RingfenceError NOT_READY */
  score(event: ScoredEvent, explained: boolean): Score {
    if (this.#scoring === null) throw new RingfenceError('NOT_READY', 'the log is being read');
    const score = scoreOf(this.#scoring.score(event, explained), event);
    this.#count(score.decision);
    return score;
  }

  /** Who makes a transaction, where that is known. */
  userOf(event: ScoredEvent): string | null {
    return this.#scoring?.userOf(event) ?? event.user ?? null;
  }

  /** Takes the models, rules and policy that are live in the store now, between two scores. */
  async reload(): Promise<void> {
    await this.#scoring?.reload(this.#store);
  }

  /** Keeps the alerts there were since the last time. @throws what the store throws; they are tried again then */
  async save(): Promise<void> {
    const documents = this.#unsaved;
    if (documents.length === 0) return;
    await this.#store.records.saveDocuments(documents);
    this.#unsaved = this.#unsaved.slice(documents.length);
  }
}

function scoreAgain(scoring: LiveScoring, event: ScoredEvent, kept: ReadonlyMap<string, ScoreRecord>): Score {
  const record = kept.get(textOf([event.source, event.id]));
  return record ? keptScore(record, event, scoring.userOf(event)) : scoreOf(scoring.score(event), event);
}

/** What a label or a retraction is about, as a list of one. */
function aboutOf(event: Event): [EventKey] | null {
  if (event.kind === 'retraction') return [event.of];
  return event.kind === 'label' && event.subject.type === 'Event'
    ? [[event.subject.source, event.subject.id]]
    : null;
}

function textOf([source, id]: EventKey): string {
  return `${source}\0${id}`;
}

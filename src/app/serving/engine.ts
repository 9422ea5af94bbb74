import type { DetectionResult } from '../../detectors/run.ts';
import type { Event } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { catchUp } from '../../ingest/catch-up.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { formRings } from '../../rings/form-rings.ts';
import type { AppendOutcome, LoggedEvent } from '../../store/port.ts';
import { keepDetection } from '../detect-rings.ts';
import { withRisk } from '../../risk/rings/ring-risk.ts';
import { DailyCounts } from './daily-counts.ts';
import type { EngineOptions, EngineState, StartProgress } from './engine-options.ts';
import { LabelBook } from './label-book.ts';
import { LiveKeeper } from './live-keeper.ts';
import { LiveScorer } from './live-scorer.ts';
import { RingFeed } from './ring-feed.ts';
import { RingGraphCache } from './ring-graph-cache.ts';
import { EMPTY_VIEW, RingView } from './ring-view.ts';
import { SearchIndex } from './search-index.ts';
import { WriteQueue, WRITE_LIMITS } from './write-queue.ts';

const PUBLISH_EVERY = 250;
const SAVE_EVERY = 5_000;
/** Making a view takes at most a tenth of the time. */
const REST_PER_WORK = 9;

/**
 * Detection inside a server: holds the writer's lease, brings every event into log, graph and live detection, and
 * makes from time to time a view of what was found.
 *
 * The log leads. Everything held in memory is a function of it and is brought up from it at the start, and again after
 * a fault, so nothing that was acknowledged can be missing from what is found. Findings of detectors without a live
 * form are those of the last saved detection.
 */
export class Engine {
  readonly feed: RingFeed;
  readonly search = new SearchIndex();
  readonly daily = new DailyCounts();
  readonly labels = new LabelBook();
  /** Only while `ready`: in any other state the graph may get events that were told here before. */
  readonly graphs = new RingGraphCache();
  readonly scorer: LiveScorer;
  readonly #options: EngineOptions;
  readonly #live: LiveKeeper;
  readonly #queue: WriteQueue;
  #state: EngineState = 'starting';
  #view = EMPTY_VIEW;
  /** Current findings of detectors that do not run live, and what runs live. */
  #others: readonly Finding[] = [];
  #liveNames: readonly string[] = [];
  /** Seq of the last event that memory and graph have taken in, and of the newest that was stored. */
  #taken = 0;
  #head = 0;
  #publishing: NodeJS.Timeout | null = null;
  #saving: NodeJS.Timeout | null = null;
  #lastSave: Promise<void> = Promise.resolve();
  #result: DetectionResult | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#live = new LiveKeeper({
      ...options,
      taken: () => this.#taken,
      isStopping: () => this.#state === 'stopping',
      onRenewed: () => this.#publishSoon(),
    });
    this.#queue = new WriteQueue((events) => this.#write(events), options.limits ?? WRITE_LIMITS);
    this.feed = new RingFeed(options.stream);
    this.scorer = new LiveScorer(options, () => this.#view);
  }

  get state(): EngineState {
    return this.#state;
  }

  /** All that was found up to some moment ago; never half of a change. */
  get view(): RingView {
    return this.#view;
  }

  /** Names of the detectors that run event by event. */
  get liveDetectors(): readonly string[] {
    return this.#liveNames;
  }

  /** How far detection is behind the log, in events, and how many events wait to be stored. */
  get lag(): { readonly taken: number; readonly head: number; readonly waiting: number } {
    return { taken: this.#taken, head: this.#head, waiting: this.#queue.waiting };
  }

  /** How far the start is, in events of the log: first they go into detection, then into scoring. Null afterwards. */
  get starting(): StartProgress | null {
    if (this.#state !== 'starting') return null;
    const total = this.#head;
    return this.#taken < total
      ? { part: 'detection', done: this.#taken, total }
      : { part: 'scoring', done: this.scorer.put, total };
  }

  /**
   * Takes the lease, shows what was saved, and reads the log into memory. Rings and entities can be read meanwhile.
   * @throws RingfenceError STORE_BUSY while another process writes; what the store throws. The state is then `failed`.
   */
  async start(): Promise<void> {
    const { store } = this.#options;
    try {
      await store.acquireLease();
      this.#liveNames = Object.keys(this.#live.result().options);
      await this.#showSaved();
      this.#head = await store.events.head();
      await catchUp(store);
      await this.#live.resume();
      await this.#readLog();
      await this.#live.mend();
      this.#publish();
      await this.scorer.open(() => this.#state === 'stopping');
      this.#state = 'ready';
      await this.#save();
    } catch (error) {
      if (this.#state === 'starting') this.#state = 'failed';
      throw error;
    }
  }

  /**
   * Stores events, all or nothing, and takes what is new into graph and detection.
   * @param check runs when the events' turn to be written has come
   * @throws RingfenceError NOT_READY, and as `WriteQueue.submit`
   */
  async submit(events: readonly Event[], check?: () => void): Promise<readonly AppendOutcome[]> {
    if (this.#state === 'starting')
      throw new RingfenceError('NOT_READY', `the log is being read (${this.#taken} of ${this.#head} events)`);
    if (this.#state === 'failed') throw new RingfenceError('NOT_READY', 'the engine could not be started');
    return this.#queue.submit(events, check);
  }

  /** Shows now what has been found, instead of a moment later. */
  refresh(): RingView {
    if (this.#state === 'ready' || this.#state === 'behind') this.#publish();
    return this.#view;
  }

  /** Keeps what a batch run of detectors without a live form found, and shows it. */
  async keep(detection: DetectionResult): Promise<void> {
    const { store, clock } = this.#options;
    await this.#lastSave;
    const options = Object.entries(detection.options).filter(([name]) => !this.#liveNames.includes(name));
    const findings = detection.findings.filter(({ detector }) => !this.#liveNames.includes(detector));
    await keepDetection(store, null, { ...detection, findings, options: Object.fromEntries(options) }, clock);
    this.#others = await this.#savedByOthers();
    this.#publish();
  }

  /** Lets what was taken be written, saves the findings, ends the feed. @throws what the store throws on saving */
  async stop(): Promise<void> {
    const started = this.#state !== 'starting' && this.#state !== 'failed';
    this.#state = 'stopping';
    this.feed.end();
    this.scorer.book.feed.end();
    await this.#queue.close();
    if (this.#publishing) clearTimeout(this.#publishing);
    if (this.#saving) clearTimeout(this.#saving);
    this.#saving = null;
    await this.#lastSave;
    if (!started) return;
    this.#publish();
    await this.#save();
  }

  async #showSaved(): Promise<void> {
    const { records } = this.#options.store;
    const [findings, rings] = [await records.findings(), await records.rings()];
    const aliases = await records.aliases();
    this.#others = findings.filter(({ detector }) => !this.#liveNames.includes(detector));
    this.#view = new RingView({ findings, ringSet: { rings, aliases }, hubs: [], truncated: [] });
  }

  async #savedByOthers(): Promise<readonly Finding[]> {
    const findings = await this.#options.store.records.findings();
    return findings.filter(({ detector }) => !this.#liveNames.includes(detector));
  }

  /** Memory goes on from where it is; between batches others get their turn. */
  async #readLog(): Promise<void> {
    const { events } = this.#options.store;
    this.#head = await events.head();
    for await (const batch of events.readFrom(this.#taken)) {
      if (this.#state === 'stopping') throw new RingfenceError('NOT_READY', 'the server is stopping');
      const targetOf = await this.scorer.targetsOf(batch);
      for (const logged of batch) this.#take(logged, targetOf(logged.event));
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#head = Math.max(this.#head, this.#taken);
  }

  /** @param target what a label or a retraction is about */
  #take(logged: LoggedEvent, target: Event | undefined): void {
    const { seq, event } = logged;
    if (seq <= this.#taken) return;
    this.#live.take(logged);
    this.search.take(event);
    this.daily.take(event);
    this.labels.take(event);
    this.scorer.take(logged, target);
    this.graphs.take(event, target);
    this.#taken = seq;
  }

  async #write(events: readonly Event[]): Promise<readonly AppendOutcome[]> {
    const { store } = this.#options;
    if (this.#state === 'behind') await this.#recover();
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = await store.events.append(events);
    } catch (error) {
      // It may have been kept all the same: the log is asked before anything else is written.
      if (!(error instanceof RingfenceError && error.code === 'EVENT_INVALID')) this.#fallBehind(error);
      throw error;
    }
    const fresh = events.flatMap((event, i) =>
      outcomes[i].outcome === 'accepted' ? [{ seq: outcomes[i].seq, event }] : [],
    );
    if (fresh.length === 0) return outcomes;
    this.#head = fresh[fresh.length - 1].seq;
    try {
      await store.graph.apply(fresh);
    } catch (error) {
      this.#fallBehind(error);
    }
    await this.#takeFresh(fresh);
    this.#publishSoon();
    return outcomes;
  }

  /** What is stored is acknowledged, whatever becomes of it here: what is not taken in now is before the next write. */
  async #takeFresh(fresh: readonly LoggedEvent[]): Promise<void> {
    try {
      const targetOf = await this.scorer.targetsOf(fresh);
      for (const logged of fresh) this.#take(logged, targetOf(logged.event));
      this.#live.settle();
    } catch (error) {
      this.#fallBehind(error);
    }
    this.#live.mendSoon();
  }

  #fallBehind(error: unknown): void {
    if (this.#state === 'ready') this.#state = 'behind';
    this.graphs.clear();
    const code = error instanceof RingfenceError ? error.code : 'INTERNAL';
    this.#options.logger.log('error', 'a write failed; the log is read again before the next', { code });
  }

  /** Brings graph and memory up to the log. @throws what the store throws */
  async #recover(): Promise<void> {
    await catchUp(this.#options.store);
    await this.#readLog();
    this.#live.settle();
    if (this.#state === 'behind') this.#state = 'ready';
    this.#publishSoon();
  }

  /** Tries to get out of `behind` without waiting for an event to come. Never rejects. */
  async mend(): Promise<void> {
    if (this.#state !== 'behind') return;
    await this.#queue.submit([]).catch(() => {});
  }

  #publishSoon(wait: number = this.#options.publishEvery ?? PUBLISH_EVERY): void {
    if (this.#publishing || this.#state === 'stopping') return;
    this.#publishing = setTimeout(() => {
      this.#publishing = null;
      this.#publish();
      this.#saveSoon();
    }, wait);
  }

  #publish(): void {
    const { clock } = this.#options;
    const started = clock.elapsed();
    this.#result = this.#live.result();
    const findings = [...this.#result.findings, ...this.#others];
    const before = this.#view;
    const { hubs, truncated } = this.#result;
    const ringSet = formRings(findings);
    const rings = withRisk(ringSet.rings, findings);
    this.#view = new RingView({ findings, ringSet: { ...ringSet, rings }, hubs, truncated });
    if (this.#state !== 'starting') this.feed.push(this.#view.newsSince(before), clock.now());
    const took = clock.elapsed() - started;
    if (took * REST_PER_WORK > (this.#options.publishEvery ?? PUBLISH_EVERY) && !this.#publishing)
      this.#rest(took * REST_PER_WORK);
  }

  /** Holds back the next view for a while, so that a large one does not take all the time there is. */
  #rest(wait: number): void {
    if (this.#state === 'stopping') return;
    const head = this.#head;
    this.#publishing = setTimeout(() => {
      this.#publishing = null;
      if (this.#head > head) this.#publishSoon(0);
    }, wait);
  }

  #saveSoon(): void {
    if (this.#saving || this.#state === 'stopping') return;
    this.#saving = setTimeout(() => {
      this.#saving = null;
      this.#lastSave = this.#save().catch((error: unknown) => {
        const code = error instanceof RingfenceError ? error.code : 'INTERNAL';
        this.#options.logger.log('warn', 'findings could not be saved; tried again later', { code });
        this.#saveSoon();
      });
    }, this.#options.saveEvery ?? SAVE_EVERY);
  }

  async #save(): Promise<void> {
    await this.scorer.save();
    if (this.#result) await keepDetection(this.#options.store, null, this.#result, this.#options.clock);
    await this.#live.keep(this.#state === 'stopping');
  }
}

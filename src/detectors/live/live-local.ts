import type { EventGraph } from '../../graph/event-graph.ts';
import type { Event } from '../../graph/model/event.ts';
import type { LiveAccount, LiveThing, LiveUser } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import type { Detection, Detector } from '../detector.ts';
import { NOTHING, type LiveDetector, type LiveSubject, type Outcome } from './live-detector.ts';
import { outcomeOf, type LiveContext } from './live-things.ts';
import { sliceGraph } from './slice-graph.ts';
import type { Slice } from './slices.ts';

/** How one detector with {@link Detector.detectOne} is told of single subjects, which are accounts or users. */
export interface LocalReach<Subject extends LiveAccount | LiveUser> {
  readonly type: 'account' | 'user';
  /**
   * The subjects of which an event after all others in order may complete something, or of which a hub keeps something
   * out with it, as far as can be told at once.
   */
  completes(event: Event): Iterable<Subject>;
  /** The subjects on which a change by an event may bear: those that read it, or whose counterparties it speaks of. */
  bearsOn(event: Event, mention: Mention): Iterable<Subject>;
  /** The subjects on which it may bear that an account is, or ceases to be, a hub. */
  dealsWith(account: LiveAccount): Iterable<Subject>;
  /** All that is read of a subject; null where there can't be anything to say. */
  slice(subject: Subject): Slice | null;
}

/**
 * The live form of any detector that can say what it finds about one subject: subjects in reach of an event are
 * evaluated as a whole, by the batch code over the slice. Memory: an entry a subject that an event ever reached.
 */
export class LiveLocal<
  Subject extends LiveAccount | LiveUser,
  Options extends object,
> implements LiveDetector {
  readonly #context: LiveContext;
  readonly #detectOne: (graph: EventGraph, subject: number) => Detection;
  readonly #reach: LocalReach<Subject>;
  readonly #readsActivity: boolean;
  readonly #subjects = new Map<Subject, LiveSubject>();

  constructor(
    context: LiveContext,
    detector: Detector<Options>,
    options: Options,
    reach: LocalReach<Subject>,
  ) {
    const { detectOne, readsActivity = false } = detector;
    if (!detectOne) throw new RangeError(`${detector.name} says nothing of single subjects`);
    const { hubs, projection } = context;
    this.#context = context;
    this.#reach = reach;
    this.#readsActivity = readsActivity;
    this.#detectOne = (graph, subject) =>
      detectOne(graph, options, hubs.calendarOf(graph, projection), subject);
  }

  appended(event: Event): void {
    const { hubs, marks } = this.#context;
    for (const subject of this.#reach.completes(event)) {
      // What is a hub's binds nobody, if it is anything at all.
      const isHub = 'payee' in subject && hubs.thing(subject.payee, event.at) !== null;
      if (isHub) marks.grow(this.#subjectOf(subject));
      else marks.touch(this.#subjectOf(subject));
    }
  }

  changes(event: Event, mention: Mention): void {
    for (const subject of this.#reach.bearsOn(event, mention))
      this.#context.marks.touch(this.#subjectOf(subject));
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const { account } of things)
      if (account)
        for (const subject of this.#reach.dealsWith(account))
          this.#context.marks.touch(this.#subjectOf(subject));
  }

  linked(): void {}

  unlinked(): void {}

  #subjectOf(subject: Subject): LiveSubject {
    const known = this.#subjects.get(subject);
    if (known) return known;
    const made = { evaluate: () => this.#conclude(subject) };
    this.#subjects.set(subject, made);
    return made;
  }

  #conclude(subject: Subject): Outcome {
    const slice = this.#reach.slice(subject);
    if (!slice) return NOTHING;
    const { graph } = sliceGraph(slice, this.#readsActivity);
    const numbers = this.#reach.type === 'user' ? graph.users : graph.accounts;
    const number = numbers.find(subject.id);
    return number < 0 ? NOTHING : outcomeOf(graph, this.#detectOne(graph, number));
  }
}

import type { EventGraph } from '../../graph/event-graph.ts';
import type { Event } from '../../graph/model/event.ts';
import type { HubReason } from '../../graph/model/finding.ts';
import type { LiveAccount, LiveThing, LiveUser } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import type { Detection, Detector } from '../detector.ts';
import { isFew, NOTHING, type LiveDetector, type LiveSubject, type Outcome } from './live-detector.ts';
import { outcomeOf, type LiveContext } from './live-things.ts';
import type { IsFree } from './may-complete.ts';
import { sliceGraph } from './slice-graph.ts';
import type { Slice } from './slices.ts';

/** How one detector with {@link Detector.detectOne} is told of single subjects, which are accounts or users. */
export interface LocalReach<Subject extends LiveAccount | LiveUser> {
  readonly type: 'account' | 'user';
  /** Kinds of events that can complete something. */
  readonly kinds: ReadonlySet<Event['kind']>;
  /**
   * Where the findings of a subject follow each other: how long after a completing event the next one goes on with the
   * same (ms).
   */
  readonly window?: number;
  /**
   * The subjects of which an event of these kinds, after all others in order, may complete something, as far as can be
   * told at once.
   * @param isFree without it, also those of which a hub keeps something out with it
   */
  completes(event: Event, isFree?: IsFree): Iterable<Subject>;
  /** The subjects on which a change by an event may bear: those that read it, or whose counterparties it speaks of. */
  bearsOn(event: Event, mention: Mention): Iterable<Subject>;
  /** The subjects on which it may bear that an account is, or ceases to be, a hub. */
  dealsWith(account: LiveAccount): Iterable<Subject>;
  /** All that is read of a subject; null where there can't be anything to say. */
  slice(subject: Subject): Slice | null;
}

/** With what was found when it was evaluated last. */
interface LocalSubject extends LiveSubject {
  /** The last completing event of the last finding (epoch ms), and how many members it has. */
  lastAt: number;
  members: number;
  /** How many events may have completed something since. */
  waiting: number;
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
  readonly kinds: LocalReach<Subject>['kinds'];
  readonly #reach: LocalReach<Subject>;
  readonly #readsActivity: boolean;
  readonly #subjects = new Map<Subject, LocalSubject>();

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
    this.kinds = reach.kinds;
    this.#reach = reach;
    this.#readsActivity = readsActivity;
    this.#detectOne = (graph, subject) =>
      detectOne(graph, options, hubs.calendarOf(graph, projection), subject);
  }

  appended(event: Event): void {
    const { hubs, marks, projection } = this.#context;
    const hubAt = ({ payee }: LiveAccount): HubReason | null => hubs.thing(payee, event.at);
    // What is a hub's binds nobody, if it is anything at all.
    const isHub = (subject: Subject): boolean => 'payee' in subject && hubAt(subject) !== null;
    let isAny = false;
    for (const subject of this.#reach.completes(event)) {
      marks.grow(this.#subjectOf(subject));
      isAny ||= !isHub(subject);
    }
    if (!isAny) return;
    const isFree = (id: string): boolean => hubAt(projection.account(id)) !== 'account-type';
    for (const subject of this.#reach.completes(event, isFree)) {
      if (isHub(subject)) continue;
      const known = this.#subjectOf(subject);
      if (!this.#canWait(known, event.at)) marks.touch(known);
    }
  }

  /** Whether somebody more at most joins a finding of so many that it is written anew only now and then, or when it is read. */
  #canWait(subject: LocalSubject, at: number): boolean {
    const goesOn = this.#reach.window !== undefined && at - subject.lastAt <= this.#reach.window;
    return goesOn && isFew(++subject.waiting, subject.members);
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

  #subjectOf(subject: Subject): LocalSubject {
    const known = this.#subjects.get(subject);
    if (known) return known;
    const made: LocalSubject = {
      lastAt: -Infinity,
      members: 0,
      waiting: 0,
      evaluate: () => {
        const outcome = this.#conclude(subject);
        const last = outcome.findings.at(-1);
        made.lastAt = last?.last.at ?? -Infinity;
        made.members = last?.members.length ?? 0;
        made.waiting = 0;
        return outcome;
      },
    };
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

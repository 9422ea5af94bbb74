import type { Event, EventOf } from '../../graph/model/event.ts';
import { isDeceived } from '../records/outcomes.ts';
import { isScored } from './scored-event.ts';
import type { Things } from './things.ts';
import { THING_BLAME, USER_BLAME } from './entity-rows.ts';
import type { People } from './people.ts';

type Label = EventOf<'label'>;

/** Users and things that a fraud is laid at the door of. */
interface Blame {
  readonly users: readonly number[];
  readonly things: readonly number[];
}

interface Verdict {
  readonly label: string;
  /** Null when the verdict is no fraud, or the subject was the one deceived. */
  readonly blame: Blame | null;
}

/** Users and things, and whose transaction an event is. */
export interface Subjects {
  readonly things: Things;
  readonly users: People;
  userOf(event: Event): string | undefined;
  /** Told before a user comes to be known as fraudulent (1), and before that ends (-1). */
  readonly turn: (user: number, by: 1 | -1) => void;
  /** Told after a thing came to be known as fraudulent, or no longer is. */
  readonly turnThing: (thing: number) => void;
}

/**
 * Who and what is known to be fraudulent, by the labels that have become known. Of several verdicts about one subject the
 * one known last counts. A verdict about a user, a device, an address, an account or an identifier is about that. One
 * about an event is about its user and its device; where somebody's account was taken over (axis third-party) about the
 * device and the account that was sent to; where its user was deceived (scam) about that account alone.
 *
 * Memory: the labels, and a word of each user and thing.
 */
export class FraudMarks {
  readonly #subjects: Subjects;
  readonly #verdicts = new Map<string, Verdict[]>();

  constructor(subjects: Subjects) {
    this.#subjects = subjects;
  }

  isUser(user: number): boolean {
    const { words, stride } = this.#subjects.users.rows;
    return words[user * stride + USER_BLAME] > 0;
  }

  isThing(thing: number): boolean {
    const { words, stride } = this.#subjects.things.rows;
    return words[thing * stride + THING_BLAME] > 0;
  }

  /** @param target the event that the label is about, when it is about one; nothing is known of one that is not given */
  learn(label: Label, target: Event | undefined): void {
    const verdicts = this.#of(label);
    this.#turn(verdicts, () => {
      verdicts.push({ label: `${label.source}\0${label.id}`, blame: this.#blame(label, target) });
    });
  }

  forget(label: Label): void {
    const verdicts = this.#of(label);
    this.#turn(verdicts, () => {
      const place = verdicts.findIndex((one) => one.label === `${label.source}\0${label.id}`);
      if (place >= 0) verdicts.splice(place, 1);
    });
  }

  #of({ subject }: Label): Verdict[] {
    const name = JSON.stringify([subject.type, 'source' in subject ? subject.source : '', subject.id]);
    let verdicts = this.#verdicts.get(name);
    if (!verdicts) this.#verdicts.set(name, (verdicts = []));
    return verdicts;
  }

  #turn(verdicts: readonly Verdict[], change: () => void): void {
    this.#count(verdicts.at(-1)?.blame, -1);
    change();
    this.#count(verdicts.at(-1)?.blame, 1);
  }

  #count(blame: Blame | null | undefined, by: 1 | -1): void {
    if (!blame) return;
    const { users, things, turn, turnThing } = this.#subjects;
    const isTurn = (blamed: number): boolean => blamed === (by === 1 ? 0 : 1);
    for (const user of blame.users) {
      const place = user * users.rows.stride + USER_BLAME;
      if (isTurn(users.rows.words[place])) turn(user, by);
      users.rows.words[place] += by;
    }
    for (const thing of blame.things) {
      const place = thing * things.rows.stride + THING_BLAME;
      const isTold = isTurn(things.rows.words[place]);
      things.rows.words[place] += by;
      if (isTold) turnThing(thing);
    }
  }

  #blame(label: Label, target: Event | undefined): Blame | null {
    if (label.verdict !== 'fraud') return null;
    const { subject } = label;
    const { things } = this.#subjects;
    if (subject.type === 'Event') return target ? this.#blameOfEvent(label, target) : null;
    if (isDeceived(label)) return null;
    if (subject.type === 'User') return { users: [this.#subjects.users.numberOf(subject.id)], things: [] };
    const thing = things.subject(subject);
    return { users: [], things: thing < 0 ? [] : [thing] };
  }

  #blameOfEvent({ axis }: Label, target: Event): Blame {
    const { things } = this.#subjects;
    const user = this.#subjects.userOf(target);
    const device = 'device' in target ? target.device : undefined;
    const isOwn = axis !== 'third-party' && axis !== 'scam';
    const blamed: number[] = [];
    if (device !== undefined && axis !== 'scam') blamed.push(things.numberOf('device', device));
    if (!isOwn && isScored(target) && target.kind === 'transfer')
      blamed.push(things.numberOf('account', target.to));
    return {
      users: isOwn && user !== undefined ? [this.#subjects.users.numberOf(user)] : [],
      things: blamed,
    };
  }
}

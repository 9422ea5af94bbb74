import type { EntityRef } from '../graph/model/entity.ts';
import type { Role } from '../graph/model/finding.ts';
import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';
import type { Evasion } from './level.ts';

type Trick = Exclude<keyof Evasion, 'slowDays' | 'takingPart'>;

/** One planted ring while it is planned: who is in it, what it does against being found, what it touched. */
export class Ring {
  readonly number: number;
  readonly kind: string;
  /** Users; the organiser first. */
  readonly members: readonly number[];
  /** Epoch milliseconds of the first act; and the end of the window. */
  readonly startsAt: number;
  readonly rng: Rng;
  readonly roles = new Map<number, Role>();
  /** Accounts through which the ring moved money. */
  readonly accounts = new Set<number>();
  readonly victims = new Set<number>();
  readonly bystanders = new Set<number>();
  /** What victims were talked into paying: when, and the number by which `EntityIds.planned` names the transfer. */
  readonly scams: { readonly at: number; readonly planned: number }[] = [];
  /** Victims whose cards were stolen: they paid without knowing. */
  readonly robbed = new Set<number>();
  /** Innocents whose device the ring borrows. */
  readonly hosts = new Set<number>();
  /** Mules of another ring who work for this one too. */
  readonly guests = new Set<number>();
  /** Mules who think it is a job. */
  readonly unwitting = new Set<number>();
  /** Covert rings only: whether money goes round in loops. */
  readonly turnsLoops: boolean;
  readonly #end: number;
  readonly #tricks: ReadonlySet<Trick>;
  readonly #identifiers = new Map<string, EntityRef>();
  readonly #lastAct = new Map<number, number>();

  constructor(
    seed: number,
    number: number,
    plan: {
      kind: string;
      members: readonly number[];
      start: number;
      days: number;
      evasion: Evasion;
      turnsLoops: boolean;
    },
  ) {
    this.number = number;
    this.kind = plan.kind;
    this.members = plan.members;
    this.turnsLoops = plan.turnsLoops;
    this.rng = rngFor(seed, 'ring', number);
    this.startsAt = Math.floor(plan.start + (0.03 + 0.67 * this.rng.unit()) * plan.days * DAY);
    this.#end = plan.start + plan.days * DAY;
    const tricks: readonly Trick[] = [
      'slowJoins',
      'partial',
      'agedAccounts',
      'untidyStays',
      'borrowedBlocks',
      'brokenLoops',
    ];
    this.#tricks = new Set(tricks.filter((trick) => this.rng.chance(plan.evasion[trick])));
    for (const member of plan.members) this.roles.set(member, 'member');
    this.roles.set(plan.members[0], 'organiser');
  }

  get organiser(): number {
    return this.members[0];
  }

  does(trick: Trick): boolean {
    return this.#tricks.has(trick);
  }

  /** A length of time, cut to nine tenths of what is left of the window after the ring's start. */
  within(milliseconds: number): number {
    return Math.min(milliseconds, 0.9 * (this.#end - this.startsAt));
  }

  /** Notes an identifier that members share. */
  shares(identifier: EntityRef): void {
    this.#identifiers.set(`${identifier.type} ${identifier.id}`, identifier);
  }

  identifiers(): readonly EntityRef[] {
    return [...this.#identifiers.values()];
  }

  /** Notes an act of a member's that a later label can be about. */
  acted(member: number, at: number): void {
    if (at < this.#end) this.#lastAct.set(member, Math.max(at, this.#lastAct.get(member) ?? -Infinity));
  }

  /** Epoch milliseconds of a member's last act inside the window; undefined when there is none. */
  lastAct(member: number): number | undefined {
    return this.#lastAct.get(member);
  }
}

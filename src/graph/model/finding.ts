import { digestId } from '../../kernel/canonical.ts';
import type { EntityRef } from './entity.ts';
import type { EventKey, EventOrder } from './event.ts';

/**
 * What an entity does in a finding or ring. `member` is a suspect of no closer role; victims, bystanders, hosts and
 * identifiers (the shared device, address or phone) are not suspects and pass on no suspicion.
 */
export const ROLES = [
  'organiser',
  'recruiter',
  'collector',
  'mule',
  'cash-out',
  'member',
  'victim',
  'bystander',
  'host',
  'identifier',
] as const;
export type Role = (typeof ROLES)[number];

const INNOCENT_ROLES: ReadonlySet<Role> = new Set(['victim', 'bystander', 'host', 'identifier']);

/** True for the roles that bind a ring and count as perpetrators. */
export function isSuspect(role: Role): boolean {
  return !INNOCENT_ROLES.has(role);
}

export interface FindingMember extends EntityRef {
  readonly role: Role;
  /** The completing event at which this member was first counted. */
  readonly since: EventOrder;
}

/** Who owned an account member as of the crossing. */
export interface FindingOwner {
  readonly account: string;
  readonly user: string;
  /** As a label known at the crossing names it; without one an owner counts as a suspect. */
  readonly role?: Role;
}

/** What a finding is about; the forms are fixed per detector (definitions.md, "Findings"). JSON, never options. */
export type Subject = readonly (string | readonly [string, string])[];

/**
 * Why a finding never binds a ring by itself: hub subject, self cycle, crowd behind an address; a lead, which many
 * innocents give as well; sharing among people established before it, which binds beside a ring that two of them are in.
 */
export type NotBinding = 'hub' | 'self' | 'crowd' | 'established' | 'lead';

/** One detector's match: an episode of a subject, with its smallest proof. */
export interface Finding {
  readonly id: string;
  readonly detector: string;
  readonly subject: Subject;
  /** The first completing event: the crossing. */
  readonly first: EventOrder;
  /** The last completing event of the episode. */
  readonly last: EventOrder;
  /** Integer basis points, 0 to 10,000; ranks, decides nothing (docs/algorithms has the formulas). */
  readonly strength: number;
  /** Sorted by type, then id bytes. */
  readonly members: readonly FindingMember[];
  /** Keys of the events that prove it, in event order (a cycle's: in path order). */
  readonly evidence: readonly EventKey[];
  /** The largest number of members (accounts of a cycle: instances) counted at one completing event. */
  readonly peak: number;
  /** The event from which on the finding may bind a ring, or why it never does. */
  readonly binds: EventOrder | NotBinding;
  /**
   * Proves little alone (a shared identifier, two people on one device, money that went round once): binds only once a
   * suspect of it is in a finding of another kind or about something else (docs/algorithms/rings.md, "Corroboration").
   */
  readonly circumstantial?: true;
  /** Owners of the account members as of the crossing; empty where no account is a member or no owner is known. */
  readonly owners: readonly FindingOwner[];
  /** Kiting: exact number of instances in the episode, as a decimal string. */
  readonly instances?: string;
  /** Kiting: how likely chance alone is to give as much (docs/algorithms/cycle-significance.md); decides nothing. */
  readonly significance?: Significance;
  /** Hash of the options it was found under; not part of the id. */
  readonly optionsHash: string;
}

/** How a finding compares with what chance alone would give. */
export interface Significance {
  /** What is left to chance: `time-shuffled`, the times of the transfers, each of which keeps payer, payee and amount. */
  readonly null: 'time-shuffled';
  /** An upper bound of the p-value as text, two digits, rounded up: `3.1e-4`; at most `1`. */
  readonly pValue: string;
}

/** The id of a finding: the same in every engine (definitions.md, "Findings"). */
export function findingId(detector: string, subject: Subject, firstCompleting: EventKey): string {
  return digestId([detector, 'v1', subject, firstCompleting]);
}

/** A subject that bound nothing because it is a hub, with what that kept out. */
export interface Hub extends EntityRef {
  /** `kind`, `benign-sharing`, `account-type`, `counterparties`, `carriers` (of an identifier) or `allow-list`. */
  readonly reason: HubReason;
  /** 00:00 UTC of the first day on which it mattered. */
  readonly day: number;
  /** How many findings it kept from binding, and how many candidate instances it kept from being a finding at all. */
  readonly keptOut: number;
}
export type HubReason =
  'kind' | 'benign-sharing' | 'account-type' | 'counterparties' | 'carriers' | 'allow-list';

/** Work that a cap cut short: what was left out, so that it is never silent. */
export interface Truncation {
  readonly detector: string;
  readonly what: string;
  readonly cap: number;
  readonly leftOut: string;
}

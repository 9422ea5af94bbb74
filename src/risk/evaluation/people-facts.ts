import type { Event } from '../../graph/model/event.ts';
import { DAY } from '../../kernel/time.ts';
import { blockOf } from '../../projection/block-of.ts';

/** By what groups of people are told apart, to see whether one is stopped for nothing more often than the others. */
export const TRAITS = [
  'account age',
  'earlier transactions',
  'address',
  'country of address',
  'household',
  'age',
] as const;
export type Trait = (typeof TRAITS)[number];

/** A transaction, as far as groups go. */
export interface TraitSubject {
  readonly user: string | null;
  /** Epoch ms. */
  readonly at: number;
  readonly ip: string | undefined;
  /** Days since the paying account was opened; NaN when that is not known. */
  readonly accountAgeDays: number;
  /** Transactions of the same person before it. */
  readonly earlier: number;
}

/** A young account, a thin file, a large household, as the limits below have it. */
const YOUNG_DAYS = 90;
const THIN = 10;
const LARGE = 5;
const YEAR = 365.25 * DAY;
const SHARED_KINDS = ['mobile', 'carrier-nat'];

interface Address {
  kind?: string;
  country?: string;
}

/**
 * What a log says of people that no model may learn from, to audit models by: dates of birth, postal addresses, kinds
 * and countries of addresses; of each the latest that the whole log tells. Memory: an entry a user and an address of
 * which something is said.
 */
export class PeopleFacts {
  readonly #birth = new Map<string, number>();
  readonly #home = new Map<string, string>();
  readonly #addresses = new Map<string, Address>();
  #households: Map<string, number> | null = null;

  /** Takes events in the order in which they became known. */
  gather(event: Event): void {
    if (event.kind === 'registration') {
      const born = Date.parse(event.dateOfBirth ?? '');
      if (!Number.isNaN(born)) this.#birth.set(event.user, born);
      this.#moves(event.user, event.address);
    } else if (event.kind === 'profile-change' && event.field === 'address')
      this.#moves(event.user, event.value);
    else if (event.kind === 'reference' && event.subject.type === 'IpAddress') {
      const block = blockOf(event.subject.id);
      if (block === null) return;
      const kind = event.ipKind ?? (event.isVpn === true ? 'vpn' : undefined);
      const said = { ...(kind && { kind }), ...(event.country && { country: event.country }) };
      this.#addresses.set(block, { ...this.#addresses.get(block), ...said });
    }
  }

  /** The group that a transaction is in by a trait; null where the log does not tell. */
  groupOf(trait: Trait, { user, at, ip, accountAgeDays, earlier }: TraitSubject): string | null {
    switch (trait) {
      case 'account age':
        if (Number.isNaN(accountAgeDays)) return null;
        return accountAgeDays < YOUNG_DAYS ? `under ${YOUNG_DAYS} days` : `${YOUNG_DAYS} days or more`;
      case 'earlier transactions':
        return earlier < THIN ? `fewer than ${THIN}` : `${THIN} or more`;
      case 'address': {
        const kind = this.#of(ip)?.kind;
        if (kind === undefined || kind === 'unknown') return null;
        return SHARED_KINDS.includes(kind) ? 'mobile or carrier NAT' : 'other kinds';
      }
      case 'country of address':
        return this.#of(ip)?.country ?? null;
      case 'household':
        return user === null ? null : this.#householdOf(user);
      case 'age':
        return user === null ? null : this.#ageOf(user, at);
    }
  }

  #moves(user: string, address: string | undefined): void {
    if (address === undefined) return;
    this.#home.set(user, address.trim().toLowerCase());
    this.#households = null;
  }

  #of(ip: string | undefined): Address | undefined {
    const block = ip === undefined ? null : blockOf(ip);
    return block === null ? undefined : this.#addresses.get(block);
  }

  #householdOf(user: string): string | null {
    const home = this.#home.get(user);
    if (!home) return null;
    this.#households ??= countValues(this.#home.values());
    return this.#households.get(home)! >= LARGE ? `${LARGE} or more` : `fewer than ${LARGE}`;
  }

  #ageOf(user: string, at: number): string | null {
    const born = this.#birth.get(user);
    if (born === undefined) return null;
    const years = (at - born) / YEAR;
    if (years < 25) return 'under 25';
    return years < 65 ? '25 to 64' : '65 or more';
  }
}

function countValues(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

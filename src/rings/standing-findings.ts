import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import type { Finding } from '../graph/model/finding.ts';
import { Earliest, later } from './earliest.ts';
import type { Participant } from './participants.ts';

/** As a couple of one household may have a member each in a ring, but two of it in the same one is another matter. */
const IN_COMMON = 2;

interface Membership {
  readonly finding: number;
  /** From when on the user is held to the finding. */
  readonly since: EventOrder;
}

/** The findings that bind by themselves, by their suspect users. */
export class StandingFindings {
  readonly #byUser = new Map<string, Membership[]>();

  /** @param parts the participants of each finding */
  constructor(findings: readonly Finding[], parts: readonly (readonly Participant[])[]) {
    findings.forEach(({ binds, circumstantial }, finding) => {
      if (typeof binds === 'string' || circumstantial) return;
      for (const { type, id, since, binds: isSuspect } of parts[finding]) {
        if (type !== 'User' || !isSuspect) continue;
        const membership = { finding, since: later(binds, since) };
        const known = this.#byUser.get(id);
        if (known) known.push(membership);
        else this.#byUser.set(id, [membership]);
      }
    });
  }

  /** The event by which {@link IN_COMMON} suspect users of a finding are in one that stands alone; null for never. */
  meets(parts: readonly Participant[]): EventOrder | null {
    const met = new Map<number, Earliest>();
    for (const { type, id, since, binds } of parts) {
      if (type !== 'User' || !binds) continue;
      for (const membership of this.#byUser.get(id) ?? []) {
        const inCommon = met.get(membership.finding) ?? new Earliest(IN_COMMON);
        inCommon.add(later(since, membership.since));
        met.set(membership.finding, inCommon);
      }
    }
    let first: EventOrder | null = null;
    for (const inCommon of met.values()) {
      const event = inCommon.last();
      if (event && (!first || compareEvents(event, first) < 0)) first = event;
    }
    return first;
  }
}

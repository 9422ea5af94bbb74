import { identifierId, normaliseIdentifier, type IdentifierKind } from '../../graph/model/entity.ts';
import type { LiveUser } from './live-user.ts';
import type { Sharing } from './sharing.ts';
import type { Things } from './things.ts';

/** A value of an identity as it is given, and since when. */
interface Given {
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly at: number;
}

/** A user carries a value until the next one of its kind: the tie to the one before ends. */
export function carryIdentity(
  { things, sharing, now }: { readonly things: Things; readonly sharing: Sharing; readonly now: number },
  { number: user, carried }: LiveUser,
  { kind, value: raw, at }: Given,
): void {
  const before = carried.get(kind);
  if (before && before.at > at) return;
  const value = normaliseIdentifier(kind, raw);
  const thing = value === null ? -1 : things.numberOf('identifier', identifierId(kind, value));
  carried.set(kind, { thing, at });
  if (before?.thing === thing) return;
  if (before && before.thing >= 0) sharing.ties.end(user, before.thing);
  if (thing >= 0) sharing.hold(user, thing, now);
}

import type { Json, KeptDocument } from '../../graph/model/document.ts';
import { canonicalJson, digestId } from '../../kernel/canonical.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Serving } from './serving.ts';

/** What somebody asks to be done, under a name of their own: sent again with the same key, it is not done again. */
export interface Act {
  /** Such as `promote`; keys of different acts have nothing to do with each other. */
  readonly name: string;
  readonly key: string;
  /** All that was asked for; another request under the same key is an ID_CONFLICT. */
  readonly request: unknown;
}

export interface Done<Result> {
  readonly result: Result;
  /** Whether it was done before, under this key. */
  readonly duplicate: boolean;
}

const turns = new WeakMap<Serving, Promise<unknown>>();

/**
 * What an act gave when it was done before, or null.
 * @throws RingfenceError REQUEST_INVALID (no key), ID_CONFLICT, STORE_FAILED
 */
export async function doneBefore(serving: Serving, act: Act): Promise<Json | null> {
  if (act.key === '' || act.key.length > 256)
    throw new RingfenceError('REQUEST_INVALID', 'key is to have 1 to 256 characters', { field: 'key' });
  const before = await serving.reads.document('act', idOf(act));
  if (before === null) return null;
  if (before.request !== digestOf(act))
    throw new RingfenceError('ID_CONFLICT', `the key was used before, for another ${act.name}`, {
      field: 'key',
    });
  return before.result;
}

/** The document by which an act is known again. */
export function actDocument({ clock }: Serving, act: Act, result: Json): KeptDocument {
  const { name } = act;
  return {
    kind: 'act',
    document: { id: idOf(act), at: clock.now(), act: name, request: digestOf(act), result },
  };
}

/** Does work that changes what decisions are made with: one at a time, in the order asked for. */
export function inTurn<T>(serving: Serving, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(serving) ?? Promise.resolve()).then(work);
  turns.set(
    serving,
    turn.catch(() => {}),
  );
  return turn;
}

/** @throws RingfenceError VERSION_CONFLICT; `facts.version` is the present one */
export function requireVersion(what: string, wanted: number | null | undefined, present: number): void {
  if (wanted !== null && wanted !== undefined && wanted !== present)
    throw new RingfenceError('VERSION_CONFLICT', `${what} is at version ${present}, not ${wanted}`, {
      version: present,
    });
}

function idOf({ name, key }: Act): string {
  return digestId(['act', name, key]);
}

function digestOf({ request }: Act): string {
  return digestId(['request', canonicalJson(request)]);
}

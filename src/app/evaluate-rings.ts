import { readFile } from 'node:fs/promises';
import { RingfenceError } from '../kernel/errors.ts';
import type { Truth } from '../graph/model/truth.ts';
import { matchRings, type MatchReport } from '../rings/evaluation/match-rings.ts';
import type { AccountOwners } from '../rings/evaluation/ring-side.ts';
import type { Store } from '../store/port.ts';

/**
 * Compares the rings of a store with a truth file by the ring match rule.
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN
 */
export async function evaluateRings(store: Store, truthFile: string): Promise<MatchReport> {
  const truth = await readTruth(truthFile);
  return matchRings(await store.records.rings(), truth, await accountOwners(store));
}

/** Who owns which account, so that a ring of accounts can be compared with one of users. */
export async function accountOwners(store: Store): Promise<AccountOwners> {
  const owners = new Map<string, string[]>();
  for await (const batch of store.graph.edges('HAS_ACCOUNT')) {
    for (const { from, to } of batch) owners.set(to.id, [...(owners.get(to.id) ?? []), from.id]);
  }
  return owners;
}

async function readTruth(file: string): Promise<Truth> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: cannot be read`, { file }, cause);
  }
  const truth = parse(text, file);
  if (!Array.isArray(truth.rings) || !Array.isArray(truth.lookalikes ?? [])) {
    throw new RingfenceError(
      'FORMAT_UNKNOWN',
      `${file}: a truth file has the lists "rings" and "lookalikes"`,
      { file },
    );
  }
  return { rings: truth.rings, lookalikes: truth.lookalikes ?? [] };
}

function parse(text: string, file: string): Partial<Truth> {
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw new RingfenceError('FORMAT_UNKNOWN', `${file}: is not JSON`, { file }, cause);
  }
}

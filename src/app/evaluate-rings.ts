import { readFile } from 'node:fs/promises';
import { RingfenceError } from '../kernel/errors.ts';
import type { Ring } from '../graph/model/ring.ts';
import type { Truth } from '../graph/model/truth.ts';
import { matchRings, type MatchReport } from '../rings/match-rings.ts';

/**
 * Compares found rings with a truth file by the ring match rule.
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN
 */
export async function evaluateRings(found: readonly Ring[], truthFile: string): Promise<MatchReport> {
  return matchRings(found, await readTruth(truthFile));
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

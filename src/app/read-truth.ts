import { readFile } from 'node:fs/promises';
import { ENTITY_TYPES, type EntityRef } from '../graph/model/entity.ts';
import type { Lookalike, TrueRing, Truth } from '../graph/model/truth.ts';
import { RingfenceError, shapeOf } from '../kernel/errors.ts';

/** What a truth file says, as far as an evaluation asks. */
export interface TruthFile {
  readonly truth: Pick<Truth, 'rings' | 'lookalikes'>;
  /** Ids of users who defraud alone. */
  readonly loners: readonly string[];
  /** Level of difficulty of the world, where the file names it. */
  readonly level: string | null;
}

/**
 * Reads a truth file: ours, or one from elsewhere. `rings` is needed; `lookalikes`, `loners` and `level` are not. A
 * ring without an id is called by its place, one without a kind `unknown`; a member without a role is a `member`, ids
 * may be whole numbers, types and roles are read in any case. Further fields are left alone.
 *
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN naming file, place and shape of what can't be read
 */
export async function readTruth(file: string): Promise<TruthFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: cannot be read`, { file }, cause);
  }
  return parseTruth(text, file);
}

/** @param file only for messages */
export function parseTruth(text: string, file: string): TruthFile {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new RingfenceError('FORMAT_UNKNOWN', `${file}: is not JSON`, { file }, cause);
  }
  const read = new TruthReader(file);
  const whole = read.object(json, '(whole file)');
  const level = whole.level;
  return {
    truth: {
      rings: read.list(whole.rings, 'rings').map((ring, i) => read.ring(ring, i)),
      lookalikes: read
        .optionalList(whole.lookalikes, 'lookalikes')
        .map((group, i) => read.lookalike(group, i)),
    },
    loners: read.optionalList(whole.loners, 'loners').map((loner, i) => read.loner(loner, `loners[${i}]`)),
    level: typeof level === 'string' ? level : null,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads parts of a truth file, each with its place in the JSON for messages. */
class TruthReader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  ring(value: unknown, i: number): TrueRing {
    const place = `rings[${i}]`;
    const ring = this.object(value, place);
    return {
      id: ring.id === undefined ? `ring-${i + 1}` : this.id(ring.id, `${place}.id`),
      kind: this.#kind(ring.kind, place),
      members: this.list(ring.members, `${place}.members`).map((member, m) => {
        const at = `${place}.members[${m}]`;
        const { role } = this.object(member, at);
        if (role !== undefined && role !== null && typeof role !== 'string')
          throw this.#refusal(`${at}.role`, role, 'a text');
        return { ...this.#entity(member, at), role: role?.toLowerCase() || 'member' };
      }),
    };
  }

  lookalike(value: unknown, i: number): Lookalike {
    const place = `lookalikes[${i}]`;
    const { kind, members } = this.object(value, place);
    return {
      kind: this.#kind(kind, place),
      members: this.list(members, `${place}.members`).map((member, m) =>
        this.#entity(member, `${place}.members[${m}]`),
      ),
    };
  }

  /** The user, named by id or as an entity. */
  loner(value: unknown, place: string): string {
    const { user } = this.object(value, place);
    return typeof user === 'object' && user !== null
      ? this.#entity(user, `${place}.user`).id
      : this.id(user, `${place}.user`);
  }

  object(value: unknown, place: string): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#refusal(place, value, 'an object');
    return value as Fields;
  }

  list(value: unknown, place: string): readonly unknown[] {
    if (!Array.isArray(value)) throw this.#refusal(place, value, 'a list');
    return value;
  }

  optionalList(value: unknown, place: string): readonly unknown[] {
    return value === undefined || value === null ? [] : this.list(value, place);
  }

  id(value: unknown, place: string): string {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (typeof value !== 'string' || value === '') throw this.#refusal(place, value, 'an id');
    return value;
  }

  #kind(value: unknown, place: string): string {
    if (value === undefined || value === null) return 'unknown';
    if (typeof value !== 'string') throw this.#refusal(`${place}.kind`, value, 'a text');
    return value;
  }

  #entity(value: unknown, place: string): EntityRef {
    const { type, id } = this.object(value, place);
    const known = ENTITY_TYPES.find((name) => name.toLowerCase() === String(type).toLowerCase());
    if (!known) throw this.#refusal(`${place}.type`, type, `one of ${ENTITY_TYPES.join(', ')}`);
    return { type: known, id: this.id(id, `${place}.id`) };
  }

  #refusal(place: string, value: unknown, wanted: string): RingfenceError {
    return new RingfenceError(
      'FORMAT_UNKNOWN',
      `${this.#file}: ${place} is ${shapeOf(value)}, not ${wanted}; a truth file is ` +
        '{"rings": [{"id", "kind", "members": [{"type", "id", "role"}]}], "lookalikes": [{"kind", "members"}]}',
      { file: this.#file, place },
    );
  }
}

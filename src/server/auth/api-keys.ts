import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { isAccessRole, type AccessRole, type Principal } from '../../app/access.ts';
import { RingfenceError } from '../../kernel/errors.ts';

const KEY = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ maxLength: 200 }),
    role: Type.String(),
    workspace: Type.String({ minLength: 1 }),
    /** SHA-256 of the secret, hex. A secret has 256 random bits, so that no slow hash is needed. */
    hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    createdAt: Type.Number(),
    expiresAt: Type.Union([Type.Number(), Type.Null()]),
    revokedAt: Type.Union([Type.Number(), Type.Null()]),
  },
  { additionalProperties: false },
);
const FILE = Compile(Type.Object({ keys: Type.Array(KEY) }, { additionalProperties: false }));

/** A key as it is kept: what it opens, never the secret. */
export type StoredKey = Static<typeof KEY>;

const TOKEN = /^rf_([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{43})$/;
/** Between two looks whether the file has changed, milliseconds: how long a revoked key may still open. */
const LOOK_EVERY = 1_000;

/** A new key. @returns what is kept, and the text to be given to its holder, which is shown only this once */
export function makeKey(
  about: { readonly name: string; readonly role: AccessRole; readonly workspace: string },
  createdAt: number,
  expiresAt: number | null,
): { readonly stored: StoredKey; readonly token: string } {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const stored = { id, ...about, hash: hash('sha256', secret), createdAt, expiresAt, revokedAt: null };
  return { stored, token: `rf_${id}_${secret}` };
}

/** @throws RingfenceError FILE_UNREADABLE when the file is there and is not a list of keys */
export function readKeys(file: string): readonly StoredKey[] {
  if (!existsSync(file)) return [];
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (FILE.Check(content) && content.keys.every(({ role }) => isAccessRole(role))) return content.keys;
  } catch (error) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: it cannot be read as a file of keys`, {}, error);
  }
  throw new RingfenceError(
    'FILE_UNREADABLE',
    `${file}: it is no file of keys as \`ringfence keys\` writes them`,
  );
}

/** Writes the file whole or not at all, readable for its owner only. */
export function writeKeys(file: string, keys: readonly StoredKey[]): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

/** The keys of a file, read again when it changes, so that a key can be revoked while the server runs. */
export class ApiKeys {
  readonly #file: string;
  readonly #workspace: string;
  #keys = new Map<string, StoredKey>();
  #lookedAt = -Infinity;
  #stamp = '';
  /** Texts that were found right, until the file changes: at most one a key, since a key has one secret. */
  readonly #right = new Map<string, StoredKey>();

  constructor(file: string, workspace: string) {
    this.#file = file;
    this.#workspace = workspace;
  }

  /** Number of keys that open this workspace, revoked ones not counted. */
  count(now: number): number {
    this.#look(now);
    return [...this.#keys.values()].filter((key) => this.#opens(key, now)).length;
  }

  static isKey(token: string): boolean {
    return token.startsWith('rf_');
  }

  /** Who a key stands for; null for one that opens nothing here. */
  principal(token: string, now: number): Principal | null {
    this.#look(now);
    const known = this.#right.get(token);
    if (known) return this.#opens(known, now) ? principalOf(known) : null;
    const [, id, secret] = TOKEN.exec(token) ?? [];
    if (id === undefined) return null;
    const key = this.#keys.get(id);
    // Compared also when there is no such key, so that time tells nothing about ids.
    const wanted = Buffer.from(key?.hash ?? '0'.repeat(64), 'hex');
    const isRight = timingSafeEqual(Buffer.from(hash('sha256', secret), 'hex'), wanted);
    if (!key || !isRight || !this.#opens(key, now)) return null;
    this.#right.set(token, key);
    return principalOf(key);
  }

  #opens({ workspace, revokedAt, expiresAt }: StoredKey, now: number): boolean {
    return workspace === this.#workspace && revokedAt === null && (expiresAt === null || expiresAt > now);
  }

  #look(now: number): void {
    // Also when the clock was put back.
    if (Math.abs(now - this.#lookedAt) < LOOK_EVERY) return;
    this.#lookedAt = now;
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    const stamp = stats ? `${stats.mtimeMs} ${stats.ino} ${stats.size}` : '';
    if (stamp === this.#stamp) return;
    this.#keys = new Map(readKeys(this.#file).map((key) => [key.id, key]));
    this.#right.clear();
    this.#stamp = stamp;
  }
}

function principalOf({ id, role, expiresAt }: StoredKey): Principal {
  return { id: `key:${id}`, role: role as AccessRole, expiresAt };
}

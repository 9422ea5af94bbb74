/**
 * Every way Ringfence can fail. `status` is the HTTP status, `exit` the exit code of the command line
 * (1 failed, 2 wrong usage), `retryable` whether the same call can succeed later unchanged, `wayOut` what to do.
 * docs/errors.md is held equal to this table by a test.
 */
export const ERRORS = {
  USAGE: {
    status: 400,
    exit: 2,
    retryable: false,
    wayOut: 'Run the command with --help to see what it takes.',
  },
  FILE_UNREADABLE: {
    status: 400,
    exit: 1,
    retryable: false,
    wayOut: 'Check that the path exists and that you may read it.',
  },
  FORMAT_UNKNOWN: {
    status: 400,
    exit: 1,
    retryable: false,
    wayOut: 'Check that these are the files of the named data set; the message lists the columns looked for.',
  },
  MAPPING_INVALID: {
    status: 400,
    exit: 1,
    retryable: false,
    wayOut: 'Mend the mapping file at the named line; docs/importing.md has the grammar and a full example.',
  },
  TOO_MANY_BAD_ROWS: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut:
      'Read the quarantine file, mend the input, import again; rows already taken are recognised. --max-bad raises the limit.',
  },
  QUALITY_FAILED: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut:
      'Ask for more users or longer days, or for shares that are further from 0; the same seed fails again, another one may not.',
  },
  EVENT_INVALID: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut: 'Mend the named field and send the event again.',
  },
  ID_CONFLICT: {
    status: 409,
    exit: 1,
    retryable: false,
    wayOut:
      'The first event was kept. To correct it, send a retraction of it and a new event under a new id.',
  },
  NOT_FOUND: {
    status: 404,
    exit: 1,
    retryable: false,
    wayOut: 'Check the id; `ringfence rings` lists the rings there are.',
  },
  STORE_UNKNOWN: {
    status: 400,
    exit: 2,
    retryable: false,
    wayOut: 'Use memory:, sqlite:FILE or neo4j://HOST:PORT/DATABASE.',
  },
  STORE_MISSING: {
    status: 404,
    exit: 1,
    retryable: false,
    wayOut: 'Create it with `ringfence init-db`, or fill one with `ringfence seed` or `ringfence import`.',
  },
  STORE_BUSY: {
    status: 503,
    exit: 1,
    retryable: true,
    wayOut: 'Wait until the named process ends, or end it; reading is possible meanwhile.',
  },
  STORE_SCHEMA: {
    status: 500,
    exit: 1,
    retryable: false,
    wayOut: 'Run `ringfence init-db` to migrate an older store; a newer one needs a newer Ringfence.',
  },
  STORE_CORRUPT: {
    status: 500,
    exit: 1,
    retryable: false,
    wayOut: 'Restore a backup, or make a new store and import the events again.',
  },
  STORE_FAILED: {
    status: 503,
    exit: 1,
    retryable: true,
    wayOut:
      'Check the disk (space, permissions), or that the Neo4j server is up and takes your login, and try again; nothing was acknowledged.',
  },
  OPTION_INVALID: {
    status: 400,
    exit: 2,
    retryable: false,
    wayOut: '`ringfence detectors` lists every option with its default and what it takes.',
  },
  TRAINING_INVALID: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut: 'Mend the named column, label or parameter; docs/models.md says what each model takes.',
  },
  MODEL_INVALID: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut: 'What is stored is not what was written: bring it back from a backup, or train the model again.',
  },
  EVENT_FROM_FUTURE: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut: 'Set the clock of the sender right, or send the event once it has happened.',
  },
  VERSION_CONFLICT: {
    status: 409,
    exit: 1,
    retryable: false,
    wayOut: 'Somebody changed it first: read it again, and decide on what stands there now.',
  },
  REQUEST_INVALID: {
    status: 400,
    exit: 1,
    retryable: false,
    wayOut: 'Mend the named part of the request; docs/api.md and /docs say what each call takes.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    exit: 1,
    retryable: false,
    wayOut: 'Send less at once; docs/api.md has the limits.',
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    exit: 1,
    retryable: false,
    wayOut: 'Ask for shorter lists, fewer levels or fewer fields; docs/api.md says how cost is counted.',
  },
  UNAUTHENTICATED: {
    status: 401,
    exit: 1,
    retryable: false,
    wayOut: 'Send a valid token or API key of this workspace as `Authorization: Bearer …`.',
  },
  FORBIDDEN: {
    status: 403,
    exit: 1,
    retryable: false,
    wayOut: 'Ask somebody whose role may do this; docs/api.md lists what each role may.',
  },
  RATE_LIMITED: {
    status: 429,
    exit: 1,
    retryable: true,
    wayOut: 'Wait as long as Retry-After says, then go on more slowly.',
  },
  NOT_READY: {
    status: 503,
    exit: 1,
    retryable: true,
    wayOut: 'Wait until /ready answers 200; nothing was acknowledged.',
  },
  RULES_INVALID: {
    status: 422,
    exit: 1,
    retryable: false,
    wayOut: 'Mend the named place of the document; docs/risk.md has the form of rules and policies.',
  },
  CONFIRMATION_NEEDED: { status: 400, exit: 2, retryable: false, wayOut: 'Add --yes to go ahead.' },
  INTERNAL: {
    status: 500,
    exit: 1,
    retryable: false,
    wayOut: 'This is a defect: please report it with the message and the command.',
  },
} as const satisfies Record<string, ErrorEntry>;

export interface ErrorEntry {
  readonly status: number;
  readonly exit: 1 | 2;
  readonly retryable: boolean;
  readonly wayOut: string;
}

export type ErrorCode = keyof typeof ERRORS;

/** The one error class. The message names the field (and file and line), the value's shape and what is wrong. */
export class RingfenceError extends Error {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    facts: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RingfenceError';
    this.code = code;
    this.facts = facts;
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code];
  }
}

/** Describes a value's shape for a message without printing what may be personal: `text of 12 characters`. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return value.length === 0 ? 'empty text' : `text of ${value.length} characters`;
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'a whole number' : Number.isFinite(value) ? 'a fraction' : String(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
}

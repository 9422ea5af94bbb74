import { RingfenceError } from '../../kernel/errors.ts';

const SCHEMES: ReadonlySet<string> = new Set([
  'neo4j:',
  'neo4j+s:',
  'neo4j+ssc:',
  'bolt:',
  'bolt+s:',
  'bolt+ssc:',
]);
const DEFAULT_PORT = '7687';
const DEFAULT_DATABASE = 'neo4j';

export interface Neo4jUrl {
  /** Scheme, host and port: what the driver takes. */
  readonly server: string;
  /** Host and port, for messages. */
  readonly address: string;
  readonly database: string;
  /** Without credentials: what may be shown. */
  readonly shown: string;
  /** Null where the URL names none. */
  readonly user: string | null;
  readonly password: string | null;
}

/** Whether a store URL names a Neo4j server. */
export function isNeo4jUrl(url: string): boolean {
  return SCHEMES.has(`${url.split(':', 1)[0]}:`);
}

/**
 * Reads `neo4j://user:pass@host:port/database` (all parts but the host may be left out; user, password and database
 * percent-encoded).
 * @throws RingfenceError STORE_UNKNOWN; the message never holds the URL, because a password may be in it
 */
export function parseNeo4jUrl(url: string): Neo4jUrl {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !SCHEMES.has(parsed.protocol) || parsed.hostname === '') {
    throw unreadable('it needs the form neo4j://user:pass@host:port/database');
  }
  if (parsed.search !== '' || parsed.hash !== '') {
    throw unreadable('it may have no ? or # (in a password write %3F and %23)');
  }
  const address = `${parsed.hostname}:${parsed.port || DEFAULT_PORT}`;
  const database = decoded(parsed.pathname.replace(/^\//, '')) || DEFAULT_DATABASE;
  if (database.includes('/')) throw unreadable('there is one database after the host, without slashes');
  const server = `${parsed.protocol}//${address}`;
  return {
    server,
    address,
    database,
    shown: `${server}/${encodeURIComponent(database)}`,
    user: decoded(parsed.username) || null,
    password: decoded(parsed.password) || null,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unreadable('a % must be followed by two hexadecimal digits');
  }
}

function unreadable(why: string): RingfenceError {
  return new RingfenceError('STORE_UNKNOWN', `the address of the Neo4j store cannot be read: ${why}`);
}

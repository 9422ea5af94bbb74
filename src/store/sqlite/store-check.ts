import type { StoreCheck } from '../port.ts';
import type { Connection } from './connection.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { isCorruptError } from './sqlite-errors.ts';

/** Damage is listed up to this many places; more say nothing new. */
const MAX_PROBLEMS = 20;

/**
 * Looks for damage: SQLite's own integrity check (every page, every index against its table), then what the schema
 * can't say. Reads the whole file: some seconds a gigabyte.
 */
export function checkStore(connection: Connection): StoreCheck {
  const problems: string[] = [];
  /** A damaged page may stop any of the questions; the others are still asked. */
  const ask = (sql: string): number => {
    try {
      return connection.integer(sql);
    } catch (error) {
      if (!isCorruptError(error)) throw error;
      problems.push('The file is damaged: a question to it could not be answered.');
      return 0;
    }
  };
  problems.push(...integrityProblems(connection));
  const head = ask('SELECT max(seq) FROM event');
  const appliedSeq = ask('SELECT applied_seq FROM graph_state');
  const events = ask('SELECT count(*) FROM event');
  if (events !== head) problems.push(`The log has ${events} events, but its newest has number ${head}.`);
  const tally = ask('SELECT sum(events) FROM event_tally');
  if (tally !== head) problems.push(`The events counted by kind are ${tally}, those in the log ${head}.`);
  if (appliedSeq > head) problems.push(`The graph is ahead of the log: applied ${appliedSeq}, head ${head}.`);
  const schemaVersion = ask('PRAGMA user_version');
  if (schemaVersion !== SCHEMA_VERSION) {
    problems.push(`The schema version is ${schemaVersion}, not ${SCHEMA_VERSION}.`);
  }
  return { ok: problems.length === 0, schemaVersion, head, appliedSeq, problems };
}

function integrityProblems(connection: Connection): string[] {
  try {
    return connection.guard(() =>
      connection
        .prepare(`PRAGMA integrity_check(${MAX_PROBLEMS})`)
        .all()
        .map((row) => String((row as unknown as [string])[0]))
        .filter((text) => text !== 'ok')
        .map((text) => `SQLite: ${text}.`),
    );
  } catch (error) {
    if (!isCorruptError(error)) throw error;
    return ['The file is damaged: the integrity check itself could not be finished.'];
  }
}

import type { SQLInputValue } from 'node:sqlite';
import type { DocumentKind, DocumentTypes, KeptDocument } from '../../graph/model/document.ts';
import type { EventKey } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { Ring, RingAlias } from '../../graph/model/ring.ts';
import type { VectorSnapshot } from '../../graph/model/vector-snapshot.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { DetectionRun, RecordStore, StoredFinding } from '../port.ts';
import { rowsOf, type Connection } from './connection.ts';
import { readSnapshot, readSnapshots, writeSnapshots } from './vector-snapshots.ts';
import type { WriterLease } from './writer-lease.ts';

/** Records as JSON, with beside it only what they are looked up and ordered by. */
export class SqliteRecordStore implements RecordStore {
  readonly #connection: Connection;
  readonly #lease: WriterLease;

  constructor(connection: Connection, lease: WriterLease) {
    this.#connection = connection;
    this.#lease = lease;
  }

  async saveRun(run: DetectionRun): Promise<void> {
    const { findings, rings, superseded, aliases, ...summary } = run;
    this.#lease.write(() => {
      this.#supersede(Object.keys(run.options), superseded);
      const insert = this.#connection.prepare(INSERT_FINDING);
      for (const finding of findings) insert.run(...findingRow(finding));
      this.#replaceRings(rings, aliases);
      this.#run('INSERT INTO detection_run (body) VALUES (?)', JSON.stringify(summary));
    });
  }

  /** Current findings of the detectors that ran stop being current; those found again are put back after this. */
  #supersede(detectors: readonly string[], superseded: DetectionRun['superseded']): void {
    this.#run(
      'UPDATE finding SET current = 0 WHERE current = 1 AND detector IN (SELECT value FROM json_each(?))',
      JSON.stringify(detectors),
    );
    const follow = this.#connection.prepare(
      'UPDATE finding SET superseded_by = ? WHERE id = ? AND current = 0',
    );
    for (const [id, by] of Object.entries(superseded)) follow.run(by, id);
  }

  #replaceRings(rings: readonly Ring[], aliases: readonly RingAlias[]): void {
    this.#run('DELETE FROM ring');
    const insert = this.#connection.prepare('INSERT INTO ring (id, strength, body) VALUES (?, ?, ?)');
    for (const ring of rings) insert.run(ring.id, ring.strength, JSON.stringify(ring));
    const alias = this.#connection.prepare(
      'INSERT OR REPLACE INTO ring_alias (id, ring, reason) VALUES (?, ?, ?)',
    );
    for (const { id, ring, reason } of aliases) alias.run(id, ring, reason);
    // An id that is a ring's own again leads nowhere else.
    this.#run('DELETE FROM ring_alias WHERE id IN (SELECT id FROM ring)');
  }

  async latestRun(): ReturnType<RecordStore['latestRun']> {
    const [row] = this.#all<[string]>('SELECT body FROM detection_run ORDER BY run DESC LIMIT 1');
    return row ? JSON.parse(row[0]) : null;
  }

  async findings(detectors?: readonly string[]): Promise<readonly Finding[]> {
    const rows = this.#all<[string]>(SELECT_FINDINGS, detectors ? JSON.stringify(detectors) : null);
    return rows.map(([body]) => JSON.parse(body) as Finding);
  }

  async finding(id: string): Promise<StoredFinding | null> {
    const [row] = this.#all<[string, number, string | null]>(
      'SELECT body, current, superseded_by FROM finding WHERE id = ?',
      id,
    );
    if (!row) return null;
    const [body, current, supersededBy] = row;
    const finding = JSON.parse(body) as Finding;
    return current === 1 ? finding : { ...finding, supersededBy };
  }

  async rings(): Promise<readonly Ring[]> {
    const rows = this.#all<[string]>('SELECT body FROM ring ORDER BY strength DESC, id');
    return rows.map(([body]) => JSON.parse(body) as Ring);
  }

  async ring(id: string): Promise<Ring | null> {
    const [row] = this.#all<[string]>(RESOLVE_RING, id);
    return row ? (JSON.parse(row[0]) as Ring) : null;
  }

  async aliases(): Promise<readonly RingAlias[]> {
    const rows = this.#all<[string, string | null, RingAlias['reason']]>(
      'SELECT id, ring, reason FROM ring_alias ORDER BY id',
    );
    return rows.map(([id, ring, reason]) => ({ id, ring, reason }));
  }

  async declareCurrency(code: string, exponent: number): Promise<void> {
    this.#lease.write(() => {
      const [known] = this.#all<[number]>('SELECT exponent FROM currency WHERE code = ?', code);
      if (known && known[0] !== exponent) {
        throw new RingfenceError(
          'EVENT_INVALID',
          `currency ${code} was declared with ${known[0]} decimals and can't have ${exponent}`,
        );
      }
      if (!known) this.#run('INSERT INTO currency (code, exponent) VALUES (?, ?)', code, exponent);
    });
  }

  async currencies(): Promise<ReadonlyMap<string, number>> {
    return new Map(this.#all<[string, number]>('SELECT code, exponent FROM currency ORDER BY code'));
  }

  async saveDocuments(documents: readonly KeptDocument[]): Promise<void> {
    this.#lease.write(() => {
      const save = this.#connection.prepare(SAVE_DOCUMENT);
      for (const { kind, document } of documents)
        save.run(kind, document.id, document.at, JSON.stringify(document));
    });
  }

  async document<Kind extends DocumentKind>(kind: Kind, id: string): Promise<DocumentTypes[Kind] | null> {
    const [row] = this.#all<[string]>('SELECT body FROM document WHERE kind = ? AND id = ?', kind, id);
    return row ? JSON.parse(row[0]) : null;
  }

  async documents<Kind extends DocumentKind>(
    kind: Kind,
    limit: number,
  ): Promise<readonly DocumentTypes[Kind][]> {
    const rows = this.#all<[string]>(
      'SELECT body FROM document WHERE kind = ? ORDER BY at DESC, id DESC LIMIT CAST(? AS INTEGER)',
      kind,
      String(limit),
    );
    return rows.map(([body]) => JSON.parse(body) as DocumentTypes[Kind]);
  }

  async saveSnapshots(snapshots: readonly VectorSnapshot[]): Promise<void> {
    this.#lease.write(() => writeSnapshots(this.#connection, snapshots));
  }

  async snapshot(event: EventKey): Promise<VectorSnapshot | null> {
    return readSnapshot(this.#connection, event);
  }

  snapshots(): AsyncIterable<readonly VectorSnapshot[]> {
    return readSnapshots(this.#connection);
  }

  /** Records are few and read seldom: their statements are prepared on use. */
  #all<Row extends readonly unknown[]>(sql: string, ...parameters: (string | null)[]): Row[] {
    return this.#connection.guard(() => rowsOf<Row>(this.#connection.prepare(sql), ...parameters));
  }

  #run(sql: string, ...parameters: SQLInputValue[]): void {
    this.#connection.prepare(sql).run(...parameters);
  }
}

function findingRow(finding: Finding): SQLInputValue[] {
  const { at, source, id } = finding.first;
  return [finding.id, finding.detector, at, source, id, JSON.stringify(finding)];
}

const SAVE_DOCUMENT = `
INSERT INTO document (kind, id, at, body) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, id) DO UPDATE SET at = excluded.at, body = excluded.body`;

/** A finding found again is current again, with what is known of it now. */
const INSERT_FINDING = `
INSERT OR REPLACE INTO finding (id, detector, first_at, first_source, first_id, body, current)
VALUES (?, ?, ?, ?, ?, ?, 1)`;

/** Parameter: a JSON list of detectors, or NULL for all. */
const SELECT_FINDINGS = `
SELECT body FROM finding
WHERE current = 1 AND (?1 IS NULL OR detector IN (SELECT value FROM json_each(?1)))
ORDER BY first_at, first_source, first_id, id`;

/** Follows aliases of aliases; UNION ends a circle. */
const RESOLVE_RING = `
WITH RECURSIVE step (id) AS (
  SELECT ?1
  UNION
  SELECT a.ring FROM step JOIN ring_alias a ON a.id = step.id WHERE a.ring IS NOT NULL)
SELECT r.body FROM ring r JOIN step ON step.id = r.id LIMIT 1`;

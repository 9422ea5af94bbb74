import type { DocumentKind, DocumentTypes, KeptDocument } from '../../graph/model/document.ts';
import type { EventKey } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { Ring, RingAlias } from '../../graph/model/ring.ts';
import type { VectorSnapshot } from '../../graph/model/vector-snapshot.ts';
import { compareBytes } from '../../kernel/bytes.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { DetectionRun, RecordStore, StoredFinding } from '../port.ts';
import type { Connection, Statement } from './connection.ts';
import { readSnapshot, readSnapshots, snapshotRow } from './vector-snapshots.ts';
import type { WriterLease } from './writer-lease.ts';

/**
 * Records as nodes with the whole record as JSON in `body`, beside it what people want to see in a picture, and
 * relationships to the entities and findings they speak of.
 */
export class Neo4jRecordStore implements RecordStore {
  readonly #connection: Connection;
  readonly #lease: WriterLease;

  constructor(connection: Connection, lease: WriterLease) {
    this.#connection = connection;
    this.#lease = lease;
  }

  async saveRun(run: DetectionRun): Promise<void> {
    const { findings, rings, superseded, aliases, ...summary } = run;
    const [findingRows, ringRows] = [findings.map(findingRow), rings.map(ringRow)];
    await this.#lease.writeAll(async (statement) => {
      await statement('store/retire-findings', {
        detectors: Object.keys(run.options),
        found: findings.map(({ id }) => id),
      });
      await statement('store/save-findings', { rows: findingRows });
      await statement('store/supersede-findings', {
        rows: Object.entries(superseded).map(([id, by]) => ({ id, by })),
      });
      await statement('store/show-members', { rows: memberRows(findings) });
      await statement('store/delete-rings');
      await statement('store/save-rings', { rows: ringRows });
      await bindRings(statement, rings);
      await statement('store/save-aliases', { rows: aliases.map((alias) => ({ ...alias })) });
      await statement('store/delete-own-aliases');
      await statement('store/save-detection-run', { ranAt: run.ranAt, body: JSON.stringify(summary) });
    });
  }

  async latestRun(): ReturnType<RecordStore['latestRun']> {
    const [row] = await this.#connection.rows<{ body: string }>('store/latest-run');
    return row ? JSON.parse(row.body) : null;
  }

  async findings(detectors?: readonly string[]): Promise<readonly Finding[]> {
    const found = await this.#bodies<Finding>('store/findings', { detectors: detectors ?? null });
    return found.toSorted(
      (a, b) =>
        a.first.at - b.first.at ||
        compareBytes(a.first.source, b.first.source) ||
        compareBytes(a.first.id, b.first.id) ||
        compareBytes(a.id, b.id),
    );
  }

  async finding(id: string): Promise<StoredFinding | null> {
    const [row] = await this.#connection.rows<FindingRow>('store/finding', { id: id.toWellFormed() });
    if (!row) return null;
    const finding = JSON.parse(row.body) as Finding;
    return row.current ? finding : { ...finding, supersededBy: row.supersededBy };
  }

  async rings(): Promise<readonly Ring[]> {
    const rings = await this.#bodies<Ring>('store/rings', {});
    return rings.toSorted((a, b) => b.strength - a.strength || compareBytes(a.id, b.id));
  }

  /** Follows aliases of aliases; a circle leads nowhere. */
  async ring(id: string): Promise<Ring | null> {
    const seen = new Set<string>();
    for (let next: string | null = id.toWellFormed(); next !== null && !seen.has(next);) {
      seen.add(next);
      const rows: readonly RingRow[] = await this.#connection.rows<RingRow>('store/ring', { id: next });
      const [{ body, alias }] = rows;
      if (body !== null) return JSON.parse(body) as Ring;
      next = alias;
    }
    return null;
  }

  async aliases(): Promise<readonly RingAlias[]> {
    const rows = await this.#connection.rows<RingAlias>('store/aliases');
    return rows.toSorted((a, b) => compareBytes(a.id, b.id));
  }

  async declareCurrency(code: string, exponent: number): Promise<void> {
    await this.#lease.writeAll(async (statement) => {
      const [known] = await statement<{ exponent: number }>('store/declare-currency', { code, exponent });
      if (known.exponent === exponent) return;
      throw new RingfenceError(
        'EVENT_INVALID',
        `currency ${code} was declared with ${known.exponent} decimals and can't have ${exponent}`,
      );
    });
  }

  async currencies(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#connection.rows<{ code: string; exponent: number }>('store/currencies');
    const sorted = rows.toSorted((a, b) => compareBytes(a.code, b.code));
    return new Map(sorted.map(({ code, exponent }) => [code, exponent]));
  }

  async saveDocuments(documents: readonly KeptDocument[]): Promise<void> {
    const rows = documents.map(({ kind, document }) => ({
      key: documentKey(kind, document.id),
      kind,
      id: document.id,
      at: whole(document.at),
      body: JSON.stringify(document),
    }));
    // The last of several with one key is kept.
    const last = [...new Map(rows.map((row) => [row.key, row])).values()];
    await this.#lease.writeAll(async (statement) => {
      await statement('store/save-documents', { rows: last });
    });
  }

  async document<Kind extends DocumentKind>(kind: Kind, id: string): Promise<DocumentTypes[Kind] | null> {
    const key = documentKey(kind, id.toWellFormed());
    const [row] = await this.#connection.rows<{ body: string }>('store/document', { key });
    return row ? JSON.parse(row.body) : null;
  }

  /** The database orders texts by UTF-16 units, so those of the last instant are all read and ordered here. */
  async documents<Kind extends DocumentKind>(
    kind: Kind,
    limit: number,
  ): Promise<readonly DocumentTypes[Kind][]> {
    const rows = await this.#connection.rows<{ id: string; at: number; body: string }>('store/documents', {
      kind,
      limit,
    });
    return rows
      .toSorted((a, b) => b.at - a.at || compareBytes(b.id, a.id))
      .slice(0, limit)
      .map(({ body }) => JSON.parse(body) as DocumentTypes[Kind]);
  }

  async saveSnapshots(snapshots: readonly VectorSnapshot[]): Promise<void> {
    const rows = snapshots.map(snapshotRow);
    await this.#lease.writeAll(async (statement) => {
      await statement('store/save-snapshots', { rows });
    });
  }

  async snapshot(event: EventKey): Promise<VectorSnapshot | null> {
    return readSnapshot(this.#connection, event);
  }

  snapshots(): AsyncIterable<readonly VectorSnapshot[]> {
    return readSnapshots(this.#connection);
  }

  async #bodies<T>(
    name: string,
    parameters: Readonly<Record<string, readonly string[] | null>>,
  ): Promise<readonly T[]> {
    const [{ bodies }] = await this.#connection.rows<{ bodies: readonly string[] }>(name, parameters);
    return bodies.map((body) => JSON.parse(body) as T);
  }
}

function documentKey(kind: DocumentKind, id: string): string {
  return JSON.stringify([kind, id]);
}

interface FindingRow {
  readonly body: string;
  readonly current: boolean;
  readonly supersededBy: string | null;
}

interface RingRow {
  readonly body: string | null;
  readonly alias: string | null;
}

async function bindRings(statement: Statement, rings: readonly Ring[]): Promise<void> {
  await statement('store/bind-members', { rows: memberRows(rings) });
  await statement('store/bind-findings', {
    rows: rings.flatMap((ring) => ring.findings.map((finding) => ({ ring: ring.id, finding }))),
  });
}

function memberRows(
  records: readonly (Pick<Finding, 'id' | 'members'> | Pick<Ring, 'id' | 'members'>)[],
): { id: string; type: string; entity: string; role: string }[] {
  return records.flatMap(({ id, members }) =>
    members.map((member) => ({ id, type: member.type, entity: member.id, role: member.role })),
  );
}

function findingRow(finding: Finding): Record<string, string | number | boolean> {
  return {
    id: finding.id,
    detector: finding.detector,
    subject: JSON.stringify(finding.subject),
    strength: whole(finding.strength),
    firstAt: whole(finding.first.at),
    lastAt: whole(finding.last.at),
    current: true,
    body: JSON.stringify(finding),
  };
}

function ringRow(ring: Ring): Record<string, string | number> {
  return {
    id: ring.id,
    strength: whole(ring.strength),
    members: ring.members.length,
    formedAt: whole(ring.formedAt),
    lastActiveAt: whole(ring.lastActiveAt),
    body: JSON.stringify(ring),
  };
}

/** Neo4j has no columns that refuse: a missing number would only leave the property out. */
function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RingfenceError('INTERNAL', `a record has ${String(value)} where a whole number belongs`);
}

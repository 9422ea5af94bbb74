import type { Json, KeptDocument, RulesDocument } from '../graph/model/document.ts';
import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { readPolicy } from '../risk/decision/policy.ts';
import { RULE_FEATURES } from '../risk/rules/default-rules.ts';
import { readRuleSet } from '../risk/rules/read-rule-set.ts';
import type { Store } from '../store/port.ts';

export type BookKind = 'rule-set' | 'policy';

const MOST = 1_000;

/** What a document says it is; everything in it is checked. @throws RingfenceError RULES_INVALID */
export function checkDocument(value: unknown): { kind: BookKind; name: string; version: number; body: Json } {
  const format = (value as { format?: unknown } | null)?.format;
  if (format === 'ringfence-policy') {
    const policy = readPolicy(value);
    return { kind: 'policy', name: 'policy', version: policy.version, body: policy as unknown as Json };
  }
  const rules = readRuleSet(value, RULE_FEATURES);
  return { kind: 'rule-set', name: rules.name, version: rules.version, body: rules as unknown as Json };
}

/** All versions of rules and policies that a store keeps, the newest first. */
export async function rulesBook(
  store: Store,
): Promise<readonly (RulesDocument & { readonly kind: BookKind })[]> {
  const kinds: readonly BookKind[] = ['rule-set', 'policy'];
  const lists = await Promise.all(
    kinds.map(async (kind) =>
      (await store.records.documents(kind, MOST)).map((document) => ({ ...document, kind })),
    ),
  );
  return lists.flat();
}

/**
 * Keeps a document as a draft, which decides nothing. A draft may be replaced; a version that was ever live may not.
 * @throws RingfenceError RULES_INVALID
 */
export async function saveDraft(store: Store, value: unknown, clock: Clock): Promise<RulesDocument> {
  const { kind, name, version, body } = checkDocument(value);
  const id = `${name}@${version}`;
  const known = await store.records.document(kind, id);
  if (known !== null && known.status !== 'draft')
    throw new RingfenceError(
      'RULES_INVALID',
      `version: ${id} is ${known.status}; wanted a version of its own for what changed`,
      {
        field: 'version',
      },
    );
  const document: RulesDocument = { id, at: clock.now(), name, version, status: 'draft', body };
  await store.records.saveDocuments([{ kind, document }]);
  return document;
}

/** Makes a kept version live; the one that was live is retired. @throws RingfenceError NOT_FOUND, RULES_INVALID */
export async function publish(store: Store, id: string, clock: Clock): Promise<RulesDocument> {
  const book = await rulesBook(store);
  const found = book.find((one) => one.id === id);
  if (found === undefined)
    throw new RingfenceError(
      'NOT_FOUND',
      `rules ${id}: there is no such document; \`ringfence rules\` lists them`,
    );
  checkDocument(found.body);
  const { kind } = found;
  const retired = book.filter((one) => one.kind === kind && one.status === 'live' && one.id !== id);
  const live = { ...without(found), at: clock.now(), status: 'live' as const };
  const documents: KeptDocument[] = [
    ...retired.map((one) => ({ kind, document: { ...without(one), status: 'retired' as const } })),
    { kind, document: live },
  ];
  await store.records.saveDocuments(documents);
  return live;
}

function without({ kind: _kind, ...document }: RulesDocument & { readonly kind: BookKind }): RulesDocument {
  return document;
}

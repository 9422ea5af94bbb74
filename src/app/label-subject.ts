import { canonicalJson } from '../kernel/canonical.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { EventOf } from '../graph/model/event.ts';
import { checkEvent } from '../ingest/decode.ts';
import type { LabelSubject } from './serving/label-book.ts';
import type { Serving } from './serving/serving.ts';

type Label = EventOf<'label'>;

export interface LabelRequest {
  /** The caller's own name for this very act: sent again, nothing happens twice. */
  readonly key: string;
  readonly subject: LabelSubject;
  readonly verdict: Label['verdict'];
  readonly axis?: Label['axis'] | null | undefined;
  readonly type?: string | null | undefined;
  readonly role?: string | null | undefined;
  /** The version of the subject's labels on which the caller decided; null does not ask. */
  readonly version?: number | null | undefined;
}

export interface LabelResult {
  readonly label: Label;
  /** Of the subject's labels, now. */
  readonly version: number;
  readonly duplicate: boolean;
}

/** Source of the events that labels given over the API are. */
export const LABEL_SOURCE = 'ringfence:labels';

/**
 * Gives a label, as an event of now.
 * @throws RingfenceError VERSION_CONFLICT (others labelled the subject meanwhile; `facts.version` is the present one),
 * ID_CONFLICT (the key was used for another label), EVENT_INVALID, and as `Engine.submit`
 */
export async function labelSubject(serving: Serving, request: LabelRequest): Promise<LabelResult> {
  const { engine, clock, currencies, reads } = serving;
  const { key, version, ...said } = request;
  const now = clock.now();
  const label = checkEvent(
    { id: key, source: LABEL_SOURCE, kind: 'label', at: now, observedAt: now, ...known(said) },
    currencies,
  ) as Label;
  const [before] = await reads.events([[LABEL_SOURCE, key]]);
  if (before) return again(serving, before.event as Label, label);
  const [{ outcome }] = await engine.submit([label], () => {
    const present = engine.labels.versionOf(label.subject);
    if (version !== null && version !== undefined && version !== present)
      throw new RingfenceError(
        'VERSION_CONFLICT',
        `the labels of this subject are at version ${present}, not ${version}`,
        { version: present },
      );
  });
  // Two with one key at the same moment: the first was kept.
  if (outcome !== 'accepted') {
    const [first] = await reads.events([[LABEL_SOURCE, key]]);
    return again(serving, first!.event as Label, label);
  }
  return { label, version: engine.labels.versionOf(label.subject), duplicate: false };
}

/** The same request once more has the first one's result; its time does not count as a difference. */
function again({ engine }: Serving, first: Label, label: Label): LabelResult {
  const { at, observedAt } = first;
  const same = canonicalJson(first) === canonicalJson({ ...label, at, observedAt });
  if (!same) throw new RingfenceError('ID_CONFLICT', 'the key was used before, for another label');
  return { label: first, version: engine.labels.versionOf(first.subject), duplicate: true };
}

function known(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}

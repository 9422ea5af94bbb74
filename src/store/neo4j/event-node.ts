import type { Event, EventKey } from '../../graph/model/event.ts';
import { ipBlock } from '../../graph/model/ip.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { idProblem } from '../../kernel/ids.ts';
import { eventBody } from '../event-body.ts';

/** The properties of an `:Event` node, without its `seq`; absent fields are left out. */
export interface EventNode {
  /** JSON text of `[source, id]`. */
  readonly key: string;
  readonly source: string;
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  readonly observedAt: number;
  /** Canonical JSON of the event. */
  readonly body: string;
  readonly user: string | undefined;
  readonly device: string | undefined;
  readonly ip: string | undefined;
  readonly block: string | undefined;
  readonly account: string | undefined;
  /** Id of the entity that a reference describes. */
  readonly subject: string | undefined;
  /** Key of the event that a retraction takes back, and from when on it counts. */
  readonly of: string | undefined;
  readonly effective: number | undefined;
  /** Set on references and labels: what is said about things and is read whole. */
  readonly said: true | undefined;
}

/** The values of a node in the order in which `store/create-events` takes them. */
export function eventRow(node: EventNode, seq: number): (string | number | boolean | null)[] {
  const { key, source, id, kind, at, observedAt, body } = node;
  const { user = null, device = null, ip = null, block = null, account = null } = node;
  const { subject = null, of = null, effective = null, said = null } = node;
  // prettier-ignore
  return [
    key, seq, source, id, kind, at, observedAt, body, user, device, ip, block, account, subject, of, effective, said,
  ];
}

/** The text by which an event is found; a JSON list of two strings keeps source and id apart whatever is in them. */
export function keyText([source, id]: EventKey): string {
  return JSON.stringify([source, id]);
}

/** @throws RingfenceError EVENT_INVALID on what no store could keep apart: the last guard, behind ingest's own. */
export function toEventNode(event: Event): EventNode {
  const { source, id, kind, at, observedAt } = event;
  const problem = idProblem(source) ?? idProblem(id);
  if (problem !== null) throw new RingfenceError('EVENT_INVALID', `${kind} event: its key ${problem}`);
  const body = bodyOf(event);
  const fields = event as unknown as Readonly<Record<EntityField, string | undefined>>;
  return {
    key: keyText([source, id]),
    source,
    id,
    kind,
    at,
    observedAt,
    body,
    user: fields.user,
    device: fields.device,
    ip: fields.ip,
    block: fields.ip === undefined ? undefined : (ipBlock(fields.ip) ?? undefined),
    account: fields.account,
    subject: event.kind === 'reference' ? event.subject.id : undefined,
    of: event.kind === 'retraction' ? keyText(event.of) : undefined,
    effective: event.kind === 'retraction' ? Math.max(at, observedAt) : undefined,
    said: event.kind === 'reference' || event.kind === 'label' ? true : undefined,
  };
}

type EntityField = 'user' | 'device' | 'ip' | 'account';

function bodyOf(event: Event): string {
  try {
    return eventBody(event);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const name = `event ${event.source}/${event.id}`;
    throw new RingfenceError('EVENT_INVALID', `${name} has no canonical form: ${why}`, {}, cause);
  }
}

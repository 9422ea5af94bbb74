import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { ingestEvents, type IngestOutcome } from '../app/ingest-events.ts';
import { listEvents } from '../app/list-transactions.ts';
import type { Serving } from '../app/serving/serving.ts';
import { EVENT_KINDS, WIRE_SHAPES, type EventKind } from '../graph/model/event.ts';
import { encodeEvent } from '../ingest/encode.ts';
import { ERRORS, RingfenceError, type ErrorCode } from '../kernel/errors.ts';
import { errorBody } from './http-errors.ts';
import { parseJson } from './json-body.ts';
import type { Metrics } from './metrics.ts';
import { BATCH_BODY_LIMIT, BATCH_EVENTS } from './server-options.ts';

/**
 * Described for people and for clients that are made from the description. What is taken in fact is decided by
 * `decodeEvent`, on every door the same, and it names the field that is wrong.
 */
const EVENT = Type.Union(Object.values(WIRE_SHAPES), { description: 'An event in its wire form' });
const asDescribed = { validatorCompiler: () => () => true };

const OUTCOME = Type.Object({
  outcome: Type.Enum(['accepted', 'duplicate', 'conflict', 'refused']),
  duplicate: Type.Boolean(),
  source: Type.Union([Type.String(), Type.Null()]),
  id: Type.Union([Type.String(), Type.Null()]),
  seq: Type.Optional(Type.Integer()),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  field: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
const OUTCOMES = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  conflicts: Type.Integer(),
  refused: Type.Integer(),
  outcomes: Type.Array(OUTCOME),
});

const WHOLE = '^[0-9]{1,9}$';
const LIST_QUERY = Type.Object(
  {
    first: Type.Optional(
      Type.String({ pattern: WHOLE, description: 'how many, at most 200; 25 when left out' }),
    ),
    after: Type.Optional(Type.String({ maxLength: 200, description: 'endCursor of the page before' })),
    kind: Type.Optional(Type.Enum([...EVENT_KINDS])),
    account: Type.Optional(Type.String({ maxLength: 256 })),
  },
  { additionalProperties: false },
);

/** Paths under which the same is served, for clients of services that Ringfence takes the place of (docs/seeds.md). */
export const EVENT_ALIASES = { ingest: '/ingest', events: '/events' } as const;

/** Events by REST: one, many as JSON or as lines, and the list of those stored. */
export function eventRoutes(app: FastifyInstance, serving: Serving, metrics: Metrics): void {
  const ingest: Ingest = async (values) => {
    const outcomes = await ingestEvents(serving, values);
    metrics.ingested(outcomes);
    return outcomes;
  };
  for (const url of ['/v1/events', EVENT_ALIASES.ingest]) takeOne(app, url, ingest);
  takeMany(app, ingest);
  for (const url of ['/v1/events', EVENT_ALIASES.events]) listStored(app, url, serving);
}

type Ingest = (values: readonly unknown[]) => Promise<readonly IngestOutcome[]>;

function takeOne(app: FastifyInstance, url: string, ingest: Ingest): void {
  const schema = { tags: ['events'], summary: 'Store one event', body: EVENT };
  app.post(url, { config: { access: 'ingest' }, ...asDescribed, schema }, async (request, reply) => {
    const [outcome] = await ingest([request.body]);
    if ('code' in outcome) return reply.code(ERRORS[outcome.code].status).send(refusal(outcome, request));
    return reply.code(outcome.outcome === 'accepted' ? 201 : 200).send(outcomeView(outcome));
  });
}

function takeMany(app: FastifyInstance, ingest: Ingest): void {
  const schema = {
    tags: ['events'],
    summary: 'Store many events; one that is refused does not keep the others from being stored',
    description:
      'As JSON {"events":[…]}, or one event a line with content type application/x-ndjson; ' +
      `up to ${BATCH_EVENTS} events.`,
    consumes: ['application/json', 'application/x-ndjson'],
    body: Type.Object({ events: Type.Array(EVENT, { maxItems: BATCH_EVENTS }) }),
    response: { '2xx': OUTCOMES },
  };
  const options = {
    config: { access: 'ingest' },
    ...asDescribed,
    bodyLimit: BATCH_BODY_LIMIT,
    schema,
  } as const;
  app.post('/v1/events/batch', options, async (request, reply) => {
    const view = summary(await ingest(eventsOf(request)));
    return reply.code(view.conflicts + view.refused > 0 ? 207 : 200).send(view);
  });
}

function listStored(app: FastifyInstance, url: string, serving: Serving): void {
  const schema = { tags: ['events'], summary: 'Stored events as they arrived', querystring: LIST_QUERY };
  app.get(url, { config: { access: 'personal' }, schema }, async (request) => {
    const { first, after, kind, account } = request.query as Record<string, string | undefined>;
    const page = await listEvents(serving, {
      first: first === undefined ? null : Number(first),
      after: after ?? null,
      kinds: kind === undefined ? null : [kind as EventKind],
      account: account ?? null,
    });
    return {
      events: page.items.map(({ item }) => ({ seq: item.seq, ...encodeEvent(item.event) })),
      hasNext: page.hasNext,
      endCursor: page.endCursor,
    };
  });
}

/** Lines come as a list from the parser of their content type. */
function eventsOf({ body }: FastifyRequest): readonly unknown[] {
  const events: unknown = Array.isArray(body) ? body : (body as { events?: unknown } | null)?.events;
  if (!Array.isArray(events))
    throw new RingfenceError('REQUEST_INVALID', 'the body is to be {"events":[…]}, or lines of events');
  const unknown = Array.isArray(body) ? [] : Object.keys(body as object).filter((name) => name !== 'events');
  if (unknown.length > 0) throw new RingfenceError('REQUEST_INVALID', 'the body has fields beside "events"');
  if (events.length > BATCH_EVENTS)
    throw new RingfenceError('REQUEST_TOO_LARGE', `${events.length} events; at most ${BATCH_EVENTS} at once`);
  return events as unknown[];
}

/** Reads lines of JSON. A line that is no JSON becomes a value that is no event, so that it is refused by itself. */
export function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      try {
        return parseJson(line);
      } catch {
        return undefined;
      }
    });
}

function summary(outcomes: readonly IngestOutcome[]) {
  const count = (wanted: string): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    conflicts: count('conflict'),
    refused: count('refused'),
    outcomes: outcomes.map(outcomeView),
  };
}

function outcomeView(outcome: IngestOutcome) {
  const [source, id] = outcome.key ?? [null, null];
  const { key: _key, ...rest } = outcome;
  return { ...rest, duplicate: outcome.outcome === 'duplicate', source, id };
}

function refusal(
  outcome: { code: ErrorCode; message: string; field: string | null },
  request: FastifyRequest,
) {
  const { code, message, field } = outcome;
  return errorBody(new RingfenceError(code, message, field === null ? {} : { field }), request.id);
}

import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { demand } from '../app/access.ts';
import {
  listScores,
  scoreStored,
  scoreTransaction,
  type ScoreAnswer,
  type ScoreRequest,
} from '../app/score-transaction.ts';
import { policyInForce } from '../app/set-policy.ts';
import type { Serving } from '../app/serving/serving.ts';
import { DEFAULT_SOURCE } from '../ingest/decode.ts';
import { answerView, scoreView } from './score-view.ts';

const closed = { additionalProperties: false };
const SCORE_BODY = Type.Object(
  {
    // What is in it is decided where events are read, which names the field that is wrong.
    transaction: Type.Object(
      {},
      { description: 'A transfer or payment in its wire form, as POST /v1/events' },
    ),
    store: Type.Optional(
      Type.Boolean({ description: 'Store it first, and keep the score; needs the permission to ingest' }),
    ),
    explain: Type.Optional(Type.Boolean({ description: 'Reasons also for an approval' })),
  },
  closed,
);
const BY_ID_BODY = Type.Object(
  {
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    eventId: Type.String({ minLength: 1, maxLength: 256 }),
  },
  closed,
);
const WHOLE = '^[0-9]{1,9}$';
const LIST_QUERY = Type.Object(
  {
    first: Type.Optional(
      Type.String({ pattern: WHOLE, description: 'how many, at most 200; 25 when left out' }),
    ),
    after: Type.Optional(Type.String({ maxLength: 200, description: 'endCursor of the page before' })),
    decision: Type.Optional(Type.Enum(['approve', 'review', 'deny'])),
    minRisk: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}([.][0-9]{1,2})?$', description: '0 to 100' })),
  },
  closed,
);

/** Paths under which the same is served, for clients of services that Ringfence takes the place of (docs/seeds.md). */
export const SCORE_ALIASES = {
  score: '/score',
  byEventId: '/score-by-event-id',
  scores: '/scores',
  review: '/api/v1/review',
  agentInfo: '/api/v1/agent/info',
} as const;

/** Scores by REST: of a transaction that is sent, of one that is stored, and the latest. */
export function scoreRoutes(app: FastifyInstance, serving: Serving): void {
  scoreSent(app, serving);
  for (const url of ['/v1/score-by-event-id', SCORE_ALIASES.byEventId]) scoreById(app, url, serving);
  for (const url of ['/v1/scores', SCORE_ALIASES.scores]) listLatest(app, url, serving);
  for (const url of ['/v1/agent/info', SCORE_ALIASES.agentInfo]) agentInfo(app, url, serving);
}

function scoreSent(app: FastifyInstance, serving: Serving): void {
  const take = (urls: readonly string[], summary: string, view: (answer: ScoreAnswer) => object): void => {
    const schema = { tags: ['scores'], summary, body: SCORE_BODY };
    for (const url of urls)
      app.post(url, { config: { access: 'score' }, schema }, async (request, reply) => {
        const body = request.body as ScoreRequest;
        if (body.store === true) demand(request.principal!, 'ingest');
        const answer = await scoreTransaction(serving, body);
        return reply.code(answer.stored && !answer.duplicate ? 201 : 200).send(view(answer));
      });
  };
  take(['/v1/score', SCORE_ALIASES.score], 'Risk, decision and reasons of a transaction', answerView);
  take(['/v1/review', SCORE_ALIASES.review], 'What to do with a transaction', reviewView);
}

function reviewView({ score, degraded }: ScoreAnswer) {
  const { legitimacy, risk, decision, by, reasons, run } = score;
  return { decision, legitimacy_score: legitimacy, risk, by, model: run, reasons, degraded };
}

function scoreById(app: FastifyInstance, url: string, serving: Serving): void {
  const schema = { tags: ['scores'], summary: 'The score of a stored transaction', body: BY_ID_BODY };
  app.post(url, { config: { access: 'score' }, schema }, async (request) => {
    const { source = DEFAULT_SOURCE, eventId } = request.body as { source?: string; eventId: string };
    return answerView(await scoreStored(serving, [source, eventId]));
  });
}

function listLatest(app: FastifyInstance, url: string, serving: Serving): void {
  const schema = { tags: ['scores'], summary: 'The latest scores, newest first', querystring: LIST_QUERY };
  app.get(url, { config: { access: 'read' }, schema }, (request) => {
    const { first, after, decision, minRisk } = request.query as Record<string, string | undefined>;
    const page = listScores(serving, {
      first: first === undefined ? null : Number(first),
      after: after ?? null,
      decision: decision ?? null,
      minRisk: minRisk === undefined ? null : Number(minRisk),
    });
    return {
      scores: page.items.map(({ item }) => scoreView(item)),
      hasNext: page.hasNext,
      endCursor: page.endCursor,
      total: page.total,
    };
  });
}

function agentInfo(app: FastifyInstance, url: string, serving: Serving): void {
  const schema = { tags: ['scores'], summary: 'What decides, and its thresholds' };
  app.get(url, { config: { access: 'score' }, schema }, () => {
    const { version, decides, legitimacy } = policyInForce(serving);
    const { champion, challenger, rules } = serving.engine.scorer.inForce!;
    return {
      // On legitimacy, 1 - risk / 100: from `approve` on approved, up to `deny` denied, between them to review.
      thresholds: { approve: legitimacy.approve, deny: legitimacy.deny },
      decides,
      policy_version: version,
      model: champion && { run: champion.id, name: champion.model },
      challenger: challenger && { run: challenger.id, name: challenger.model },
      rules: rules.rules.length,
    };
  });
}

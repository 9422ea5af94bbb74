import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { RingfenceError } from '../kernel/errors.ts';
import { predictPaysim, type PaysimAnswer } from '../risk/paysim/predict-paysim.ts';
import { errorBody } from './http-errors.ts';

const any = (description: string) => Type.Optional(Type.Unknown({ description }));
/** Which fields there are; what is in them is judged where they are read, which names the field as older clients know it. */
const PAYLOAD = Type.Object(
  {
    type: any('CASH_IN, CASH_OUT, DEBIT, PAYMENT or TRANSFER; another is judged by what is left'),
    step: any('Hours; 1 when left out'),
    amount: any('In major units'),
    oldbalanceOrg: any('Before, of the payer'),
    newbalanceOrig: any('After, of the payer'),
    oldbalanceDest: any('Before, of the payee'),
    newbalanceDest: any('After, of the payee'),
    nameOrig: any('Not looked at'),
    nameDest: any('Not looked at'),
  },
  { additionalProperties: false },
);
/** Payloads in one call. */
const MOST = 1_000;
const BODY = Type.Object(
  {
    payload: Type.Optional(PAYLOAD),
    payloads: Type.Optional(Type.Array(PAYLOAD, { minItems: 1, maxItems: MOST })),
  },
  { additionalProperties: false },
);

interface Body {
  readonly payload?: unknown;
  readonly payloads?: readonly unknown[];
}

/** Path of the service that Ringfence takes the place of (docs/seeds.md). */
export const PREDICT_ALIAS = '/predict';

/** Transactions in the form of PaySim, in major units, judged by the rules on their balances: for older clients. */
export function predictRoutes(app: FastifyInstance): void {
  const schema = {
    tags: ['scores'],
    summary: 'Judge a PaySim transaction, or many',
    description:
      'One as {"payload":{…}}; many as {"payloads":[…]}, each with an answer or an error of its own. Balances of PaySim give ' +
      'frauds away by construction, so this is no proof of skill.',
    body: BODY,
  };
  for (const url of ['/v1/predict', PREDICT_ALIAS])
    app.post(url, { config: { access: 'score' }, schema }, (request, reply) => {
      const { payload, payloads } = request.body as Body;
      if ((payload === undefined) === (payloads === undefined))
        throw new RingfenceError('REQUEST_INVALID', 'the body is to have either payload or payloads', {
          field: 'payload',
        });
      if (payloads) return { predictions: payloads.map((one) => judge(one, request.id)) };
      const answer = judge(payload, request.id);
      return reply.code('error' in answer ? 422 : 200).send(answer);
    });
}

/** An error has beside ours the key `detail` that older clients look for. */
function judge(payload: unknown, requestId: string): PaysimAnswer | object {
  try {
    return predictPaysim(payload);
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    const detail = `Invalid payload or missing required numeric fields: '${String(error.facts.field)}'`;
    return { detail, ...errorBody(error, requestId) };
  }
}

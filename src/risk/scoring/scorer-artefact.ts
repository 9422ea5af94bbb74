import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { digest } from '../../kernel/canonical.ts';
import { ARTEFACT, packModel } from '../models/artefact.ts';
import { invalidModel } from '../models/invalid-model.ts';
import { readModel } from '../models/read-artefact.ts';
import { Scorer, type ScorerParts } from './scorer.ts';

const closed = { additionalProperties: false };
/** A scorer as it is kept: the artefacts of its models, how they are weighed, and the scale. */
const SCORER = Type.Object(
  {
    format: Type.Literal('ringfence-scorer'),
    version: Type.Literal(1),
    parts: Type.Array(Type.Object({ weight: Type.Number(), artefact: ARTEFACT }, closed), { minItems: 1 }),
    intercept: Type.Number(),
    /** The part whose calibration is the scale of the whole. */
    scale: Type.Literal(0),
    checksum: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  closed,
);
export type ScorerArtefact = Static<typeof SCORER>;

const VALIDATOR = Compile(SCORER);

/** The scale is kept as the calibration of the first part. */
export function packScorer({ parts, intercept, scale }: ScorerParts): ScorerArtefact {
  const content = {
    format: 'ringfence-scorer' as const,
    version: 1 as const,
    parts: parts.map(({ model, weight }, i) => ({
      weight,
      artefact: packModel(model, i === 0 ? scale : null),
    })),
    intercept,
    scale: 0 as const,
  };
  return { ...content, checksum: digest(content) };
}

/** Checks all of it, as `readModel` does. @throws RingfenceError MODEL_INVALID naming what is wrong */
export function readScorer(value: unknown): Scorer {
  if (!VALIDATOR.Check(value)) {
    const [problem] = VALIDATOR.Errors(value) as readonly { instancePath: string; message: string }[];
    throw invalidModel(
      problem?.instancePath.slice(1).replaceAll('/', '.') || 'content',
      problem?.message ?? 'wrong shape',
    );
  }
  const { checksum, ...content } = value;
  const found = digest(content);
  if (found !== checksum)
    throw invalidModel('checksum', `the content has ${found.slice(0, 12)}…, not ${checksum.slice(0, 12)}…`);
  const parts = content.parts.map(({ weight, artefact }) => ({ weight, ...readModel(artefact) }));
  const scale = parts[0].calibration;
  if (scale === null)
    throw invalidModel('parts.0.artefact.calibration', 'null; a scorer needs its scale there');
  return new Scorer({
    parts: parts.map(({ model, weight }) => ({ model, weight })),
    intercept: content.intercept,
    scale,
  });
}

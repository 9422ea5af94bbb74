import { Compile } from 'typebox/compile';
import { RingfenceError, shapeOf } from '../../kernel/errors.ts';
import { ARTEFACT, checksumOf, type Artefact } from './artefact.ts';
import type { Calibrator } from './calibrator.ts';
import { gbdtOptions } from './gbdt/options.ts';
import { invalidModel, requireKeys } from './invalid-model.ts';
import { isolationOptions } from './isolation/isolation-forest.ts';
import { logisticOptions } from './logistic/options.ts';
import type { Model } from './model.ts';
import { readEnsemble } from './trees/read-ensemble.ts';

const VALIDATOR = Compile(ARTEFACT);

export interface KeptModel {
  readonly model: Model;
  readonly calibration: Calibrator | null;
}

/**
 * Reads what packModel wrote, from JSON.parse or a store. Nothing is trusted: the shape, the checksum, the parameters and every
 * node of every tree are checked, so that scoring can neither fail nor run for ever. Time O(size).
 * @throws RingfenceError MODEL_INVALID; `facts.field` is the dotted path of what is wrong
 */
export function readModel(value: unknown): KeptModel {
  if (!VALIDATOR.Check(value)) throw wrongShape(value);
  const { checksum, ...content } = value;
  const found = checksumOf(content);
  if (found !== checksum)
    throw invalidModel('checksum', `the content has ${found.slice(0, 12)}…, not ${checksum.slice(0, 12)}…`);
  if (new Set(content.features).size < content.features.length)
    throw invalidModel('features', 'a name is there twice');
  return { model: modelOf(content), calibration: calibrationOf(content.calibration) };
}

function modelOf({ kind, features, parameters, seed, numbers, arrays }: Omit<Artefact, 'checksum'>): Model {
  const given = seed === null ? parameters : { ...parameters, seed };
  if (kind === 'logistic-regression') {
    requireKeys('arrays', arrays, ['means', 'scales', 'coefficients']);
    requireKeys('numbers', numbers, ['intercept']);
    for (const [name, list] of Object.entries(arrays))
      if (list.length !== features.length)
        throw invalidModel(`arrays.${name}`, `${list.length} values; wanted ${features.length}`);
    if (arrays.scales.some((scale) => !(scale > 0))) throw invalidModel('arrays.scales', 'not all above 0');
    const [means, scales, coefficients] = [arrays.means, arrays.scales, arrays.coefficients].map(
      (list) => new Float64Array(list),
    );
    const options = checked(logisticOptions, given);
    return {
      kind,
      features,
      options,
      scaling: { means, scales },
      coefficients,
      intercept: numbers.intercept,
    };
  }
  const ensemble = readEnsemble(numbers.base, arrays, features.length);
  if (kind === 'gbdt') {
    requireKeys('numbers', numbers, ['base']);
    return { kind, features, options: checked(gbdtOptions, given), ensemble };
  }
  requireKeys('numbers', numbers, ['base', 'sample', 'threshold']);
  const { sample, threshold } = numbers;
  if (!(Number.isInteger(sample) && sample >= 2))
    throw invalidModel('numbers.sample', `${sample}; wanted 2 or more`);
  if (ensemble.roots.length === 0) throw invalidModel('arrays.roots', 'a forest without trees');
  return { kind, features, options: checked(isolationOptions, given), ensemble, sample, threshold };
}

function calibrationOf(calibration: Artefact['calibration']): Calibrator | null {
  if (calibration?.kind !== 'isotonic') return calibration;
  const { scores, probabilities } = calibration;
  const rises = (list: readonly number[]): boolean =>
    list.every((value, i) => i === 0 || list[i - 1] <= value);
  if (
    scores.length === 0 ||
    scores.length !== probabilities.length ||
    !rises(scores) ||
    !rises(probabilities)
  )
    throw invalidModel('calibration', 'wanted as many probabilities as scores, both rising');
  return calibration;
}

function checked<Options>(read: (given: Partial<Options>) => Options, given: unknown): Options {
  try {
    return read(given as Partial<Options>);
  } catch (error) {
    if (error instanceof RingfenceError) throw invalidModel('parameters', error.message);
    throw error;
  }
}

/** Names the first place whose shape is wrong; of a union that is the union itself. */
function wrongShape(value: unknown): RingfenceError {
  const [problem] = VALIDATOR.Errors(value) as readonly { instancePath: string; message: string }[];
  const path = problem?.instancePath.split('/').slice(1) ?? [];
  let at = value;
  for (const part of path) at = (at as Record<string, unknown> | null | undefined)?.[part];
  return invalidModel(path.join('.') || 'content', `${shapeOf(at)}: ${problem?.message ?? 'wrong shape'}`);
}

import { refused } from '../feature-matrix.ts';

/** Parameters of logistic regression. */
export interface LogisticOptions {
  /** Half the penalty on the squared coefficients of the standardised columns, beside the sum of the losses: 1 / C of scikit-learn. Above 0. */
  readonly l2: number;
  /** What a row labelled 1 counts beside one labelled 0; `balanced` makes both classes weigh the same. */
  readonly positiveWeight: number | 'balanced';
  /** Newton steps at most. */
  readonly maxSteps: number;
}

export const LOGISTIC_DEFAULTS: LogisticOptions = { l2: 1, positiveWeight: 1, maxSteps: 100 };

/** @throws RingfenceError TRAINING_INVALID naming the parameter that is out of its range */
export function logisticOptions(given: Partial<LogisticOptions>): LogisticOptions {
  const options = { ...LOGISTIC_DEFAULTS, ...given };
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(LOGISTIC_DEFAULTS, name));
  if (unknown !== undefined)
    throw refused(unknown, `no such parameter; there are ${Object.keys(LOGISTIC_DEFAULTS).join(', ')}`);
  const { l2, positiveWeight, maxSteps } = options;
  if (!(l2 >= 1e-9 && l2 <= 1e9)) throw refused('l2', `${l2}; wanted a number from 1e-9 to 1e9`);
  if (positiveWeight !== 'balanced' && !(positiveWeight >= 1e-6 && positiveWeight <= 1e9))
    throw refused('positiveWeight', `${positiveWeight}; wanted balanced, or a number from 1e-6 to 1e9`);
  if (!(Number.isInteger(maxSteps) && maxSteps >= 1 && maxSteps <= 10_000))
    throw refused('maxSteps', `${maxSteps}; wanted a whole number from 1 to 10000`);
  return options;
}

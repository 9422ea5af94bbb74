import { bootstrapInterval } from '../metrics/bootstrap.ts';
import { brierSkill } from '../metrics/brier.ts';
import { calibrationBands, calibrationSlope, type CalibrationBand } from '../metrics/calibration.ts';
import { numberGroups, type JudgedRows } from './alert-report.ts';

/** A band with how sure its ratio is. */
export interface JudgedBand extends CalibrationBand {
  /** 95 % interval of observed over expected, by a bootstrap of whole rings; null where there is no ratio. */
  readonly ratio95: readonly [low: number, high: number] | null;
}

/** How far risks can be taken at their word. */
export interface CalibrationReport {
  readonly bands: readonly JudgedBand[];
  readonly brierSkill: number;
  readonly slope: number;
  readonly intercept: number;
}

/** Bands of risk as alerts are handled: approved without a look, watched, reviewed, denied. */
export const BANDS = [0.1, 0.3, 0.6] as const;
const SAMPLES = 200;

/** Time O(200 n). @param probabilities 0 to 1 */
export function calibrationReport(
  probabilities: Float64Array,
  { labels, groups }: Pick<JudgedRows, 'labels' | 'groups'>,
): CalibrationReport {
  const bands = calibrationBands(probabilities, labels, BANDS);
  return {
    bands: bands.map((band, i) => ({
      ...band,
      ratio95: band.ratio === null ? null : ratioInterval(rowsIn(band, i === BANDS.length, probabilities)),
    })),
    brierSkill: brierSkill(probabilities, labels),
    ...calibrationSlope(probabilities, labels),
  };

  function ratioInterval(rows: readonly number[]): readonly [number, number] {
    const measure = (drawn: Uint32Array): number => {
      let [observed, expected] = [0, 0];
      for (const i of drawn) {
        observed += labels[rows[i]];
        expected += probabilities[rows[i]];
      }
      return observed / expected;
    };
    const clusters = numberGroups(rows.map((row) => groups[row]));
    const { low, high } = bootstrapInterval(rows.length, measure, { samples: SAMPLES, groups: clusters });
    return [low, high];
  }
}

/** The last band takes its upper end in. */
function rowsIn({ from, to }: CalibrationBand, isLast: boolean, probabilities: Float64Array): number[] {
  return Array.from(probabilities.keys()).filter(
    (row) => probabilities[row] >= from && (probabilities[row] < to || isLast),
  );
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FeatureEngine, type FeatureVector } from '../../src/features/live/feature-engine.ts';
import { LIVE_FEATURE_NAMES } from '../../src/features/live/features.ts';
import { replay } from '../../src/features/live/replay.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { liveFeatureLogs, retractedLogs } from '../support/live-feature-logs.ts';
import { naiveFeatures } from '../support/naive-live-features.ts';

/** What others tell the engine, which has no oracle here. */
const NAMES = LIVE_FEATURE_NAMES.filter((name) => !/ring/.test(name));

/** What a retraction takes back wholly; of the others docs/features.md says what stays. */
const EXACT_AFTER_RETRACTIONS = [
  'txn_count_5m',
  'txn_count_1h',
  'spend_1h',
  'velocity_24h',
  'velocity_7d',
  'amount_to_avg_ratio_30d',
  'max_amount_30d',
  'off_hours_count_7d',
  'bank_connections_24h',
  'bank_connections_7d',
  'bank_connections_avg_30d',
  'txn_count',
  'purchase_deviation_from_device_mean',
  'payer_pass_through_24h',
  'payer_pass_through_7d',
  'amount_to_last_received',
  'device_is_known_bad',
  'payee_is_known_bad',
];

function differences(
  events: readonly Event[],
  { event, values }: FeatureVector,
  names: readonly string[],
): unknown[] {
  const wanted = naiveFeatures(events, event);
  return names.flatMap((name) => {
    const [found, right] = [values[LIVE_FEATURE_NAMES.indexOf(name)], wanted[name]];
    const isSame = Object.is(found, right) || Math.abs(found - right) <= 1e-6 * Math.max(1, Math.abs(right));
    return isSame ? [] : [{ id: event.id, name, found, right }];
  });
}

/** Compares all vectors of random logs with the oracle, and asks that each feature took several values on the way. */
function expectAll(logs: fc.Arbitrary<Event[]>, names: readonly string[], numRuns: number): void {
  const seen = new Map(names.map((name) => [name, new Set<number>()]));
  fc.assert(
    fc.property(logs, (events) => {
      for (const vector of replay(new FeatureEngine(), events)) {
        expect(differences(events, vector, names)).toEqual([]);
        for (const name of names) seen.get(name)!.add(vector.values[LIVE_FEATURE_NAMES.indexOf(name)]);
      }
    }),
    { numRuns },
  );
  const constant = names.filter((name) => !name.endsWith('_is_cut') && seen.get(name)!.size < 2);
  expect(constant).toEqual([]);
}

it('gives every feature the value that looking through all that is known gives', () => {
  expectAll(liveFeatureLogs(), NAMES, 80);
});

it('takes retracted events out of windows, flows, counts and labels from then on', () => {
  expectAll(retractedLogs(), EXACT_AFTER_RETRACTIONS, 60);
});

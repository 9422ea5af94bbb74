import type { AlertPlan, Pattern, RunPlan } from './amlsim-runs.ts';

const PATTERNS: readonly Pattern[] = ['cycle', 'fan_in', 'fan_out', 'scatter_gather', 'gather_scatter'];

function alerts(
  count: number,
  patterns: readonly Pattern[] = PATTERNS,
  more: Partial<AlertPlan> = {},
): AlertPlan[] {
  return patterns.map((pattern) => ({
    pattern,
    count,
    accounts: [5, 10],
    days: [5, 20],
    amount: [200, 900],
    schedule: 'random',
    ...more,
  }));
}

const USUAL: Omit<RunPlan, 'name' | 'alerts'> = {
  accounts: 5_000,
  days: 150,
  payers: 0.2,
  interval: 7,
  mostPayees: 100,
  tiesToAlerts: 1,
  amount: [100, 1_000],
};

/** Runs that differ in what a run may differ in: no two of the parameters that matter are alike in all of them. */
export const PLANS: readonly RunPlan[] = [
  { ...USUAL, name: 'usual', alerts: alerts(24) },
  { ...USUAL, name: 'everybody pays', payers: 0.95, accounts: 2_000, alerts: alerts(24) },
  {
    ...USUAL,
    name: 'cycles only',
    payers: 0.5,
    alerts: alerts(90, ['cycle'], { accounts: [3, 12], days: [5, 30] }),
  },
  {
    ...USUAL,
    name: 'slow fans',
    payers: 0.5,
    alerts: alerts(40, ['fan_in', 'fan_out'], { accounts: [6, 16], days: [20, 90] }),
  },
  {
    ...USUAL,
    name: 'scatter and gather',
    payers: 0.5,
    alerts: alerts(40, ['scatter_gather', 'gather_scatter'], { accounts: [6, 16] }),
  },
  { ...USUAL, name: 'every two weeks', interval: 14, days: 360, payers: 0.5, alerts: alerts(24) },
  { ...USUAL, name: 'every day', interval: 1, days: 60, accounts: 2_000, payers: 0.4, alerts: alerts(20) },
  { ...USUAL, name: 'few alerts', payers: 0.6, alerts: alerts(5) },
  { ...USUAL, name: 'in no order', payers: 0.6, alerts: alerts(24, PATTERNS, { schedule: 'unordered' }) },
];

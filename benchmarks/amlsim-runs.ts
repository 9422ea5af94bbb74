import { DAY } from '../src/kernel/time.ts';
import { rngFor, type Rng } from '../src/kernel/rng.ts';

/** Kinds of planted patterns, by AMLSim's names. */
export type Pattern = 'cycle' | 'fan_in' | 'fan_out' | 'scatter_gather' | 'gather_scatter';
type Range = readonly [low: number, high: number];

export interface AlertPlan {
  readonly pattern: Pattern;
  readonly count: number;
  readonly accounts: Range;
  /** From the first transfer to the last. */
  readonly days: Range;
  readonly amount: Range;
  /** `even` steps, `random` ones in the order of the money, or in no order. */
  readonly schedule: 'even' | 'random' | 'unordered';
}

/** Parameters of a run in the manner of AMLSim. */
export interface RunPlan {
  readonly name: string;
  readonly accounts: number;
  readonly days: number;
  /** Share of the accounts that pay in the ordinary way; the others are only paid, or do nothing until an alert. */
  readonly payers: number;
  /** Days between two payments of one habit. */
  readonly interval: number;
  /** Most accounts that one pays in the ordinary way. */
  readonly mostPayees: number;
  /** Ordinary payments into the accounts of alerts: as many new ties as this times those accounts. */
  readonly tiesToAlerts: number;
  readonly amount: Range;
  readonly alerts: readonly AlertPlan[];
}

export interface SimulatedTransfer {
  readonly day: number;
  readonly from: number;
  readonly to: number;
  /** Minor units. */
  readonly amount: number;
  /** Number of the alert; -1 for none. */
  readonly alert: number;
}

const HABITS = ['rotating', 'rotating', 'standing', 'returning', 'once'] as const;
type Habit = (typeof HABITS)[number];
/** What a member of an alert keeps of what it hands on. */
const MARGIN = 0.1;
const MAIN_PAYEES = 3;

/**
 * A run like those of IBM's AMLSim (Suzumura and Kanezashi 2021, "Anti-Money Laundering Datasets", github.com/IBM/AMLSim),
 * by its published behaviour: accounts with ties of very different number pay along them every few days, to one after
 * the other, always to the same, or back to who paid them; alerts with a main account that pays anyway and members drawn
 * from all accounts are laid over it. Times are whole days. The same plan and seed give the same transfers.
 */
export function simulateRun(plan: RunPlan, seed: number): SimulatedTransfer[] {
  const rng = rngFor(seed, 'amlsim', plan.name);
  const { payees, paidBy } = ties(plan, rng);
  const taken = new Set<number>();
  const alerts = plan.alerts.flatMap((alert) =>
    Array.from({ length: alert.count }, () => membersOf(alert, payees, taken, rng)),
  );
  tieAlerts(plan, alerts, payees, rng);
  const planned = plan.alerts.flatMap((alert) => Array.from({ length: alert.count }, () => alert));
  const transfers = [
    ...payees.flatMap((list, account) => ordinary(plan, account, list, paidBy[account], rng)),
    ...alerts.flatMap((members, i) => alertTransfers(plan, planned[i], members, i, rng)),
  ];
  return transfers.filter(({ day }) => day < plan.days).sort((a, b) => a.day - b.day || a.from - b.from);
}

/** Few have many ties: the number falls off with its square. */
function ties(plan: RunPlan, rng: Rng): { payees: number[][]; paidBy: (number | undefined)[] } {
  const payees: number[][] = Array.from({ length: plan.accounts }, () => []);
  const paidBy: (number | undefined)[] = Array.from({ length: plan.accounts });
  for (const [account, list] of payees.entries()) {
    if (!rng.chance(plan.payers)) continue;
    const wanted = Math.min(plan.mostPayees, Math.ceil(1 / (1 - rng.unit())));
    while (list.length < wanted) {
      const payee = rng.int(0, plan.accounts - 1);
      if (payee === account || list.includes(payee)) continue;
      list.push(payee);
      paidBy[payee] ??= account;
    }
  }
  return { payees, paidBy };
}

/** The main account first. */
function membersOf(
  { accounts }: AlertPlan,
  payees: readonly number[][],
  taken: Set<number>,
  rng: Rng,
): number[] {
  const wanted = rng.int(...accounts);
  const members: number[] = [];
  while (members.length < wanted) {
    const one = rng.int(0, payees.length - 1);
    if (taken.has(one) || (members.length === 0 && payees[one].length < MAIN_PAYEES)) continue;
    taken.add(one);
    members.push(one);
  }
  return members;
}

function tieAlerts(
  { tiesToAlerts }: RunPlan,
  alerts: readonly (readonly number[])[],
  payees: number[][],
  rng: Rng,
): void {
  const members = alerts.flat();
  const payers = [...payees.keys()].filter((account) => payees[account].length >= MAIN_PAYEES);
  for (let i = 0; i < members.length * tiesToAlerts; i++) {
    const [from, to] = [rng.pick(payers), rng.pick(members)];
    if (from !== to && !payees[from].includes(to)) payees[from].push(to);
  }
}

function ordinary(
  plan: RunPlan,
  account: number,
  payees: readonly number[],
  paidBy: number | undefined,
  rng: Rng,
): SimulatedTransfer[] {
  if (payees.length === 0) return [];
  const habits = Array.from({ length: 1 + Number(rng.chance(0.35)) + Number(rng.chance(0.1)) }, () =>
    rng.pick(HABITS),
  );
  return habits.flatMap((habit) => {
    const first = habit === 'once' ? rng.int(0, plan.days - 1) : rng.int(0, plan.interval - 1);
    const times = habit === 'once' ? 1 : Math.ceil((plan.days - first) / plan.interval);
    return Array.from({ length: times }, (_, i) => ({
      day: first + i * plan.interval,
      from: account,
      to: payeeOf(habit, payees, paidBy, i),
      amount: amountIn(plan.amount, rng),
      alert: -1,
    }));
  });
}

function payeeOf(habit: Habit, payees: readonly number[], paidBy: number | undefined, turn: number): number {
  if (habit === 'rotating') return payees[turn % payees.length];
  return habit === 'returning' ? (paidBy ?? payees[0]) : payees[0];
}

function amountIn([low, high]: Range, rng: Rng): number {
  return rng.int(Math.round(low * 100), Math.round(high * 100));
}

function alertTransfers(
  plan: RunPlan,
  alert: AlertPlan,
  members: readonly number[],
  number: number,
  rng: Rng,
): SimulatedTransfer[] {
  const span = Math.min(rng.int(...alert.days), plan.days - 1);
  const start = rng.int(0, plan.days - 1 - span);
  const hops = HOPS[alert.pattern](members);
  const days = hops.map(({ half }) => dayIn(start, span, half, rng));
  if (alert.schedule === 'even')
    days.forEach((_, i) => (days[i] = start + Math.floor((span * i) / hops.length)));
  if (alert.pattern === 'cycle' && alert.schedule !== 'unordered') days.sort((a, b) => a - b);
  let amount = Math.round(alert.amount[1] * 100);
  const [least] = alert.amount;
  return hops.map(({ from, to }, i) => {
    const paid = alert.pattern.startsWith('fan') ? amountIn(alert.amount, rng) : amount;
    if (alert.pattern === 'cycle') amount = Math.max(Math.round(amount * (1 - MARGIN)), least * 100);
    return { day: days[i], from, to, amount: paid, alert: number };
  });
}

interface Hop {
  readonly from: number;
  readonly to: number;
  /** Whether it comes in the first or in the second half of the alert; 0 for either. */
  readonly half: 0 | 1 | 2;
}

const HOPS: Readonly<Record<Pattern, (members: readonly number[]) => Hop[]>> = {
  cycle: (members) =>
    members.map((from, i) => ({ from, to: members[(i + 1) % members.length], half: 0 as const })),
  fan_in: ([main, ...others]) => others.map((from) => ({ from, to: main, half: 0 as const })),
  fan_out: ([main, ...others]) => others.map((to) => ({ from: main, to, half: 0 as const })),
  scatter_gather: ([main, last, ...between]) => [
    ...between.map((to) => ({ from: main, to, half: 1 as const })),
    ...between.map((from) => ({ from, to: last, half: 2 as const })),
  ],
  gather_scatter: ([main, ...others]) =>
    others.map((other, i) =>
      i < others.length >> 1
        ? { from: other, to: main, half: 1 as const }
        : { from: main, to: other, half: 2 as const },
    ),
};

function dayIn(start: number, span: number, half: Hop['half'], rng: Rng): number {
  const middle = span >> 1;
  if (half === 1) return start + rng.int(0, middle);
  return start + rng.int(half === 2 ? Math.min(middle + 1, span) : 0, span);
}

const FIRST_DAY = Date.UTC(2017, 0, 1);

/** The run as AMLSim's table of transactions. */
export function transactionTable(transfers: readonly SimulatedTransfer[]): string {
  const rows = transfers.map(({ day, from, to, amount, alert }, i) => {
    const at = new Date(FIRST_DAY + day * DAY).toISOString().replace('.000', '');
    return `${i + 1},${from},${to},TRANSFER,${(amount / 100).toFixed(2)},${at},${alert >= 0 ? 'True' : 'False'},${alert}`;
  });
  return ['tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp,is_sar,alert_id', ...rows, ''].join(
    '\n',
  );
}

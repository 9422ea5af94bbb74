import { ipBlock, IP_KINDS } from '../../src/graph/model/ip.ts';
import { formatInstant, parseInstant } from '../../src/kernel/time.ts';

/** An event as it comes from outside: times as ISO 8601 text. */
export type WireEvent = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string };

/** Day 0 of all scenarios. */
const DAY_ZERO = Date.UTC(2025, 0, 1);

/**
 * Reads the events of a scenario, one sentence a line (tests/scenarios/README.md has the grammar). An event without
 * `id=` gets its number in the scenario: e001, e002, …
 */
export function scenarioEvents(text: string): WireEvent[] {
  const events: WireEvent[] = [];
  for (const line of text.split('\n')) {
    const sentence = line.replace(/(^|\s)#.*$/, '').trim();
    if (sentence === '') continue;
    for (const plain of repeated(sentence)) {
      const number = `e${String(events.length + 1).padStart(3, '0')}`;
      events.push(readSentence(plain, number));
    }
  }
  if (events.length > 999)
    throw new Error('a scenario has at most 999 events, so that e001 … e999 keep their order');
  return events;
}

/** `for n in 1..3: d{n} u{n+10} uses phone` stands for three sentences. */
function repeated(sentence: string): string[] {
  const loop = /^for n in (\d+)\.\.(\d+):\s*(.*)$/.exec(sentence);
  if (!loop) return [sentence];
  const [first, last] = [Number(loop[1]), Number(loop[2])];
  return Array.from({ length: last - first + 1 }, (_, i) =>
    loop[3].replace(/\{n((?:[-+*/%]\d+)*)\}/g, (_whole, steps: string) =>
      String(calculate(first + i, steps)),
    ),
  );
}

/** Takes the steps from left to right; division rounds down. */
function calculate(n: number, steps: string): number {
  let value = n;
  for (const [, operator, operand] of steps.matchAll(/([-+*/%])(\d+)/g)) {
    const by = Number(operand);
    if (operator === '+') value += by;
    else if (operator === '-') value -= by;
    else if (operator === '*') value *= by;
    else if (operator === '/') value = Math.floor(value / by);
    else value %= by;
  }
  return value;
}

/** A moment of a scenario as epoch milliseconds: `d3`, `d3T9:30`, `d3T09:30:00.001` or ISO 8601. */
export function scenarioInstant(text: string): number {
  const iso = parseInstant(text);
  if (iso !== null) return iso;
  const match = /^d(\d+)(?:T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?)?$/.exec(text);
  if (!match) throw new Error(`"${text}" is no moment of a scenario`);
  const [day, hour, minute, second, milli] = match.slice(1).map((part) => Number(part ?? 0));
  return DAY_ZERO + (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milli;
}

type Fields = Readonly<Record<string, string>>;
/** What an event says beside its key and times. */
type Fact = Readonly<Record<string, unknown>> & { readonly kind: string };

function readSentence(sentence: string, number: string): WireEvent {
  const words: string[] = [];
  const fields: Record<string, string> = {};
  for (const token of sentence.match(/(?:"[^"]*"|[^\s"])+/g) ?? []) {
    const bare = token.replaceAll('"', '');
    const field = /^([a-zA-Z]+)=(.*)$/s.exec(bare);
    if (field) fields[field[1]] = field[2];
    else words.push(bare);
  }
  const [moment, ...rest] = words;
  const { id = number, source, seen, ...own } = fields;
  const body = factOf(rest, own);
  if (!body) throw new Error(`not understood: "${sentence}"`);
  return {
    id,
    ...(source === undefined ? {} : { source }),
    at: instant(moment),
    ...(seen === undefined ? {} : { observedAt: instant(seen) }),
    ...body,
  };
}

function instant(text: string): string {
  return formatInstant(scenarioInstant(text));
}

function factOf(words: readonly string[], fields: Fields): Fact | null {
  const [first, second, third] = words;
  if (first === 'retract')
    return { kind: 'retraction', of: [fields.from ?? 'default', second], reason: 'mistake' };
  if (first === 'settlement') return { kind: 'settlement', of: ['default', second], status: third };
  if (first === 'label') return label(second, third, words[3], fields);
  if (third === 'is') return reference(first, second, words.slice(3), fields);
  switch (second) {
    case 'registers':
      return { kind: 'registration', user: first, ...places(words.slice(2)), ...fields };
    case 'uses':
      return { kind: 'session', user: first, ...places(words.slice(2)), ...fields };
    case 'opens':
      return { kind: 'account-opened', user: first, account: third, ...fields };
    case '->':
      return transfer(words, fields);
    case 'has':
      return {
        kind: 'balance',
        account: first,
        ledger: money(third, words[3]),
        available: money(third, words[3]),
      };
    case 'connects':
      return { kind: 'bank-connection', user: first, institution: third };
    case 'pays':
      return {
        kind: 'payment',
        account: first,
        merchant: third,
        amount: money(words[3], words[4]),
        ...fields,
      };
    case 'sets': {
      const [field, value] = Object.entries(fields)[0];
      return { kind: 'profile-change', user: first, field, value };
    }
    case 'clears':
      return { kind: 'profile-change', user: first, field: third };
    default:
      return null;
  }
}

/** Bare names of things used: an address is recognised as one, anything else is a device. */
function places(names: readonly string[]): { device?: string; ip?: string } {
  const ip = names.find((name) => ipBlock(name) !== null);
  const device = names.find((name) => name !== ip);
  return { ...(device === undefined ? {} : { device }), ...(ip === undefined ? {} : { ip }) };
}

function transfer(words: readonly string[], { by, received, ...fields }: Fields): Fact {
  const [from, , to, amount, currency, ...things] = words;
  return {
    kind: 'transfer',
    from,
    to,
    amount: money(amount, currency),
    ...(received === undefined ? {} : { received: money(...(received.split(':') as [string, string])) }),
    ...(by === undefined ? {} : { user: by }),
    ...places(things),
    ...fields,
  };
}

/** Every currency of the scenarios has two decimals. */
function money(amount: string, currency: string): { minor: number; currency: string } {
  if (!/^\d+\.\d{2}$/.test(amount)) throw new Error(`"${amount}" is no amount with two decimals`);
  return { minor: Number(amount.replace('.', '')), currency };
}

const REFERENCE_TYPES: Fields = {
  device: 'Device',
  ip: 'IpAddress',
  account: 'Account',
  merchant: 'Merchant',
};
const ENTITY_TYPES: Fields = { ...REFERENCE_TYPES, user: 'User' };

function reference(what: string, id: string, said: readonly string[], { until }: Fields): Fact {
  const subject = { type: REFERENCE_TYPES[what], id };
  const [value] = said;
  if (value === 'allowed')
    return { kind: 'reference', subject, allowList: { owner: 'operations', expiry: instant(until) } };
  if (IP_KINDS.some((kind) => kind === value)) return { kind: 'reference', subject, ipKind: value };
  return { kind: 'reference', subject, accountType: value };
}

function label(what: string, id: string, role: string, { verdict = 'fraud' }: Fields): Fact {
  return { kind: 'label', subject: { type: ENTITY_TYPES[what], id }, verdict, role };
}

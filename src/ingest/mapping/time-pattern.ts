import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts';

/** The fields of a date and time, in any order of writing. */
type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half';

const TOKENS: readonly (readonly [token: string, field: Field, pattern: string])[] = [
  ['YYYY', 'year', '\\d{4}'],
  ['MMM', 'month', '[A-Za-z]{3}'],
  ['MM', 'month', '\\d{2}'],
  ['M', 'month', '\\d{1,2}'],
  ['DD', 'day', '\\d{2}'],
  ['D', 'day', '\\d{1,2}'],
  ['HH', 'hour', '\\d{2}'],
  ['H', 'hour', '\\d{1,2}'],
  ['mm', 'minute', '\\d{2}'],
  ['ss', 'second', '\\d{2}'],
  ['S', 'fraction', '\\d{1,9}'],
  ['A', 'half', '[AaPp][Mm]'],
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads a text as local time, written as if it were UTC (epoch ms); null when it is none. */
export type LocalTime = (text: string) => number | null;

/**
 * Compiles a pattern of YYYY, MM or M or MMM (Jan), DD or D, HH or H, mm, ss, S (fraction of a second), A (AM or PM);
 * all else stands for itself. What the pattern leaves out is zero.
 * @returns null for a pattern without year, month and day, or with a field twice
 */
export function timePattern(pattern: string): LocalTime | null {
  const fields: Field[] = [];
  let source = '';
  for (let rest = pattern; rest !== '';) {
    const found = TOKENS.find(([token]) => rest.startsWith(token));
    if (found) fields.push(found[1]);
    source += found ? `(${found[2]})` : rest[0].replace(/[\\^$.|?*+()[\]{}]/, '\\$&');
    rest = rest.slice(found ? found[0].length : 1);
  }
  const complete = (['year', 'month', 'day'] as const).every((field) => fields.includes(field));
  if (!complete || new Set(fields).size !== fields.length) return null;
  const expression = new RegExp(`^${source}$`);
  return (text) => {
    const match = expression.exec(text);
    if (!match) return null;
    return fromFields(new Map(fields.map((field, i) => [field, match[i + 1]])));
  };
}

function fromFields(fields: ReadonlyMap<Field, string>): number | null {
  const number = (field: Field): number => Number(fields.get(field) ?? 0);
  const named = MONTHS.indexOf(fields.get('month')!.toLowerCase());
  const month = named >= 0 ? named : number('month') - 1;
  const hour = hourOf(number('hour'), fields.get('half')?.toLowerCase());
  const day = Date.UTC(number('year'), month, number('day'));
  if (new Date(day).getUTCDate() !== number('day') || new Date(day).getUTCMonth() !== month) return null;
  if (hour === null || hour > 23 || number('minute') > 59 || number('second') > 59) return null;
  const milliseconds = Number((fields.get('fraction') ?? '').padEnd(3, '0').slice(0, 3));
  const time = hour * HOUR + number('minute') * MINUTE + number('second') * SECOND + milliseconds;
  return time < DAY ? day + time : null;
}

/** Twelve o'clock AM is midnight. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

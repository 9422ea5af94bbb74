import {
  DAY,
  formatDuration,
  HOUR,
  isInstant,
  MINUTE,
  parseDuration,
  parseInstant,
  SECOND,
} from '../../kernel/time.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { invalidField } from '../invalid.ts';
import { isList, type Node, type Path } from './mapping-file.ts';
import type { Reader } from './mapping.ts';
import { checked, TIME, type TextParts } from './shapes.ts';
import { compileParts, compileText, type TableCompiler } from './text-value.ts';
import { timePattern, type LocalTime } from './time-pattern.ts';
import { zoneOf, type Zone } from './zone.ts';

const UNITS: Readonly<Record<string, number>> = { days: DAY, hours: HOUR, minutes: MINUTE, seconds: SECOND };
const ISO_ZONE = /(?:Z|[+-]\d{2}:\d{2})$/;

/** Reads a text as an instant; null when it is none. */
type Clock = (text: string) => number | null;

/**
 * Compiles a time: a template or an object, read as ISO 8601 unless `format` or `unit` says otherwise. Gives epoch
 * milliseconds; undefined for a blank.
 */
export function compileTime(compiler: TableCompiler, path: Path, node: Node): Reader<number | undefined> {
  const { file } = compiler;
  if (isList(node)) throw file.invalid(path, 'is a list; wanted a time');
  const parts = typeof node === 'string' ? {} : checked(file, path, node, TIME);
  const text =
    typeof node === 'string'
      ? compileText(compiler, path, node)
      : compileParts(compiler, path, parts as TextParts);
  const { clock, wanted } = compileClock(compiler, path, parts);
  const plus = durationOf(compiler, path, parts.plus);
  const field = text.name ?? path.at(-1)!;
  if (typeof node === 'string' && text.name === null && clock(node) === null)
    throw file.invalid(path, `"${node}" is no time; wanted ${wanted}`);
  return (row, run) => {
    const found = text.read(row, run);
    if (found === '') return undefined;
    const ms = clock(found);
    if (ms === null || !isInstant(ms + plus)) throw invalidField(field, found, wanted);
    return ms + plus;
  };
}

interface TimeParts {
  readonly format?: string;
  readonly zone?: string;
  readonly unit?: string;
  readonly from?: string;
}

function compileClock(
  compiler: TableCompiler,
  path: Path,
  { format = 'iso', zone: name, unit, from }: TimeParts,
): { clock: Clock; wanted: string } {
  const { file } = compiler;
  if (unit !== undefined || from !== undefined) {
    const base = from === undefined ? null : parseInstant(from);
    if (unit === undefined || base === null)
      throw file.invalid(
        [...path, 'from'],
        'wanted unit, and from with an instant such as 2025-01-01T00:00:00Z',
      );
    return { clock: (text) => counted(text, UNITS[unit], base), wanted: `a whole number of ${unit}` };
  }
  if (format === 'epoch-seconds')
    return { clock: (text) => counted(text, SECOND, 0), wanted: 'seconds since 1970' };
  if (format === 'epoch-milliseconds')
    return { clock: (text) => counted(text, 1, 0), wanted: 'milliseconds since 1970' };
  const zone = zoneAt(compiler, path, name);
  if (format === 'iso')
    return {
      clock: (text) => isoTime(text, zone),
      wanted: 'ISO 8601 such as 2025-01-31T09:30:00Z, 2025-01-31 09:30:00 or 2025-01-31',
    };
  const local = timePattern(format);
  if (local === null)
    throw file.invalid(
      [...path, 'format'],
      `"${format}" is no format; wanted iso, epoch-seconds, epoch-milliseconds, or a pattern with YYYY, MM and DD`,
    );
  return { clock: (text) => inZone(local(text), zone), wanted: `a time written ${format}` };
}

function zoneAt({ file, zone }: TableCompiler, path: Path, name: string | undefined): Zone {
  const found = zoneOf(name ?? zone ?? 'Z');
  if (found) return found;
  const place = name === undefined ? ['zone'] : [...path, 'zone'];
  throw file.invalid(place, `"${name ?? zone}" is no zone; wanted Z, +01:00 or a name such as Europe/Berlin`);
}

const DATE = 'YYYY-MM-DD';
const LOCAL: readonly LocalTime[] = [`${DATE} HH:mm:ss.S`, `${DATE} HH:mm:ss`, `${DATE} HH:mm`, DATE].map(
  (pattern) => timePattern(pattern)!,
);

function isoTime(text: string, zone: Zone): number | null {
  if (ISO_ZONE.test(text) && text.length > DATE.length) return parseInstant(text.replace(' ', 'T'));
  const plain = text.replace('T', ' ');
  for (const local of LOCAL) {
    const found = local(plain);
    if (found !== null) return inZone(found, zone);
  }
  return null;
}

function inZone(local: number | null, zone: Zone): number | null {
  return local === null ? null : zone(local);
}

/** A number of units, with decimals where they come to whole milliseconds (seconds of many databases). */
function counted(text: string, unit: number, base: number): number | null {
  if (!/^-?\d{1,15}(?:\.\d{1,9})?$/.test(text)) return null;
  const [whole, decimals = ''] = text.split('.');
  if (unit === 1 && decimals !== '') return null;
  const part = decimals === '' ? 0 : Math.trunc(Number(`0.${decimals}`) * unit);
  return base + Number(whole) * unit + (text.startsWith('-') ? -part : part);
}

function durationOf({ file }: TableCompiler, path: Path, text: string | undefined): number {
  if (text === undefined) return 0;
  try {
    const ms = parseDuration(text, 'plus');
    if (Number.isFinite(ms)) return ms;
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
  }
  throw file.invalid(
    [...path, 'plus'],
    `"${text}" is no duration; wanted ${formatDuration(5 * DAY)}, 72h or 90s`,
  );
}

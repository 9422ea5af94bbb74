import { RingfenceError } from './errors.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Years 0000 to 9999: what ISO 8601 can write with four digits. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an ISO 8601 instant with a zone into epoch milliseconds; digits below the millisecond are cut off.
 * @returns `null` when the text is no such instant (no zone, 30 February, leap second, …).
 */
export function parseInstant(text: string): number | null {
  if (!ISO.test(text)) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return null;
  // Date.parse rolls 2025-02-30 over to March: the day of the month has to survive the trip.
  const zone = text.endsWith('Z') ? 0 : zoneOffset(text.slice(-6));
  if (new Date(ms + zone).getUTCDate() !== Number(text.slice(8, 10)) && text.slice(11, 13) !== '24')
    return null;
  return isInstant(ms) ? ms : null;
}

function zoneOffset(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone[0] === '-' ? -minutes : minutes) * MINUTE;
}

/** True for a whole number of milliseconds in the years 0000 to 9999. */
export function isInstant(ms: number): boolean {
  return Number.isInteger(ms) && ms >= EARLIEST && ms <= LATEST;
}

/** ISO 8601 in UTC; milliseconds only when there are any. */
export function formatInstant(ms: number): string {
  const text = new Date(ms).toISOString();
  return ms % 1_000 === 0 ? `${text.slice(0, -5)}Z` : text;
}

/** 00:00 UTC of the day an instant falls on, in epoch milliseconds. */
export function utcMidnight(ms: number): number {
  return Math.floor(ms / DAY) * DAY;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/**
 * Reads a duration: a whole number and a unit (`90s`, `15m`, `72h`, `7d`), or `none` for no limit.
 * @returns milliseconds; `Infinity` for `none`.
 * @throws RingfenceError USAGE
 */
export function parseDuration(text: string, field: string): number {
  if (text === 'none') return Infinity;
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  if (!match) {
    throw new RingfenceError(
      'USAGE',
      `${field}: "${text}" is not a duration; write 90s, 15m, 72h, 7d or none`,
    );
  }
  return Number(match[1]) * UNITS[match[2]];
}

/** The shortest text that {@link parseDuration} reads back to the same value. */
export function formatDuration(ms: number): string {
  if (ms === Infinity) return 'none';
  for (const unit of ['d', 'h', 'm', 's']) {
    if (ms % UNITS[unit] === 0 && ms >= UNITS[unit]) return `${ms / UNITS[unit]}${unit}`;
  }
  return `${ms}ms`;
}

import { DAY, MINUTE } from '../../kernel/time.ts';

/** Turns local time, written as if it were UTC (epoch ms), into an instant; null for a time that the zone skips. */
export type Zone = (local: number) => number | null;

/**
 * A zone by its fixed offset (`Z`, `+05:30`) or its name in the IANA time zone database (`Europe/Berlin`). In the hour
 * that comes twice when summer time ends the first is meant.
 * @returns null for a name that is no zone
 */
export function zoneOf(name: string): Zone | null {
  if (name === 'Z' || name === 'UTC') return (local) => local;
  const fixed = /^([+-])(\d{2}):([0-5]\d)$/.exec(name);
  if (fixed) {
    const offset = (Number(fixed[2]) * 60 + Number(fixed[3])) * MINUTE * (fixed[1] === '-' ? -1 : 1);
    return (local) => local - offset;
  }
  const offsetAt = namedOffset(name);
  if (offsetAt === null) return null;
  return (local) => {
    for (const offset of [offsetAt(local - DAY), offsetAt(local + DAY)])
      if (offsetAt(local - offset) === offset) return local - offset;
    return null;
  };
}

function namedOffset(name: string): ((instant: number) => number) | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  return (instant) => {
    const part = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
    return local - Math.floor(instant / 1000) * 1000;
  };
}

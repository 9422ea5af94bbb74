import { factOf, type Facts } from './facts.ts';

const PLACE = /\{([^{}]+)\}/g;

/** The features that a reason's text names. */
export function placesOf(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, name]) => name);
}

/** Puts values in: whole numbers as they are, others with two decimals at most; `?` for what is missing. */
export function fillReason(text: string, facts: Facts): string {
  return text.replaceAll(PLACE, (_, name: string) => {
    const value = factOf(facts, name);
    if (value === undefined) return '?';
    return typeof value === 'number' ? shownNumber(value) : String(value);
  });
}

function shownNumber(value: number): string {
  const size = Math.abs(value);
  // Small shares would all read 0.00.
  if (size > 0 && size < 0.01) return value.toPrecision(2);
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

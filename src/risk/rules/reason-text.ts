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

/** Made once: making one costs a hundred times what using it does. */
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

function shownNumber(value: number): string {
  const size = Math.abs(value);
  // Small shares would all read 0.00.
  if (size > 0 && size < 0.01) return value.toPrecision(2);
  return NUMBER.format(value);
}

import { base, de, en, es, fi, fr, pt_PT, type LocaleDefinition } from '@faker-js/faker';

/** Countries people live in: one currency, several time zones and languages. */
export interface Country {
  readonly code: string;
  readonly timeZone: string;
  readonly weight: number;
  /** Where names and streets come from, best first. */
  readonly locales: readonly LocaleDefinition[];
}

export const COUNTRIES: readonly Country[] = [
  { code: 'DE', timeZone: 'Europe/Berlin', weight: 34, locales: [de, en, base] },
  { code: 'FR', timeZone: 'Europe/Paris', weight: 26, locales: [fr, en, base] },
  { code: 'ES', timeZone: 'Europe/Madrid', weight: 20, locales: [es, en, base] },
  { code: 'PT', timeZone: 'Europe/Lisbon', weight: 8, locales: [pt_PT, en, base] },
  { code: 'IE', timeZone: 'Europe/Dublin', weight: 7, locales: [en, base] },
  { code: 'FI', timeZone: 'Europe/Helsinki', weight: 5, locales: [fi, en, base] },
];

export const CURRENCY = 'EUR';

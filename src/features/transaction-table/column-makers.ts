import type { Cell, ColumnGroup, Sight, TableColumn } from './column.ts';

/** Any number that is not negative. */
export const ANY = [0, Number.MAX_SAFE_INTEGER] as const;

interface Rest {
  readonly empty?: string;
  readonly range?: readonly [number, number];
  readonly read: (sight: Sight) => Cell | undefined;
}

export function number(
  name: string,
  group: ColumnGroup,
  unit: string,
  meaning: string,
  rest: Rest,
): TableColumn {
  return { name, group, type: 'number', unit, meaning, ...rest };
}

/** A number of things, never empty. */
export function count(
  name: string,
  group: ColumnGroup,
  meaning: string,
  range: readonly [number, number],
  read: (sight: Sight) => number,
): TableColumn {
  return { name, group, type: 'number', unit: 'count', meaning, range, read };
}

export function flag(name: string, group: ColumnGroup, meaning: string, rest: Rest): TableColumn {
  return { name, group, type: 'flag', unit: '', meaning, ...rest };
}

export function text(name: string, group: ColumnGroup, meaning: string, rest: Rest): TableColumn {
  return { name, group, type: 'text', unit: '', meaning, ...rest };
}

/** How long ago something was, in units of `unit` milliseconds; undefined when it never was. */
export function since(at: number, then: number | undefined, unit: number): number | undefined {
  return then === undefined ? undefined : rounded((at - then) / unit);
}

/** Four decimals: more would only be noise in the file. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

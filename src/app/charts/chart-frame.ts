/** What every chart says of itself. */
export interface ChartFrame {
  /** Unique on its page; letters, digits and hyphens, a letter first. Names the parts of the drawing. */
  readonly id: string;
  /** One line; the accessible name. */
  readonly title: string;
  /** One or two sentences: what is to be seen, for those who can't see it. */
  readonly description: string;
  /** CSS pixels; 720 by 320 unless told. */
  readonly width?: number;
  readonly height?: number;
}

export interface Axis {
  readonly name: string;
  readonly type?: 'value' | 'log';
  readonly min?: number;
  readonly max?: number;
  /** How ticks and table cells are written; plain numbers unless told. */
  readonly format?: Format;
}

export type Format = 'number' | 'percent';

/** A line across the chart at a value: a goal, a threshold. */
export interface Mark {
  readonly axis: 'x' | 'y';
  readonly value: number;
  readonly label: string;
}

/** A chart's numbers as a table: what stands beside the drawing for screen readers and for copying. */
export interface ChartTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A drawing (SVG text), and the same numbers as a table. */
export interface Chart {
  readonly frame: ChartFrame;
  readonly svg: string;
  readonly table: ChartTable;
}

/** At most four significant digits, or a percentage of three; `none` for null. */
export function formatValue(value: number | null, format: Format = 'number'): string {
  if (value === null) return 'none';
  return format === 'percent' ? PERCENT.format(value) : NUMBER.format(value);
}

const NUMBER = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const PERCENT = new Intl.NumberFormat('en-US', { style: 'percent', maximumSignificantDigits: 3 });

import type { Cell, TableColumn } from './column.ts';
import { TRANSACTION_COLUMNS } from './columns.ts';
import type { TransactionRow } from './rows.ts';
import { CLASS_SIGNALS } from './signals.ts';
import { TableSample, type BestColumn } from './table-sample.ts';

export interface QualityCheck {
  readonly check: string;
  readonly found: string;
  readonly wanted: string;
  readonly isMet: boolean;
}

export interface QualityReport {
  readonly rows: number;
  /** Rows by class; `unknown` for those without a label. */
  readonly classes: Readonly<Record<string, number>>;
  readonly best: Readonly<Record<string, BestColumn>>;
  readonly checks: readonly QualityCheck[];
  readonly isMet: boolean;
}

/** Below this many rows nothing is said about shares and signals (S). */
const ENOUGH_ROWS = 100;
/** Classes of fewer rows are not judged by their signals (S). */
const JUDGED = 50;
/** Transactions of one fraudster come together: a share varies as if there were so many times fewer rows. */
const CLUSTER = 8;
const SLACK = 0.01;
const EMPTY_CELLS = 0.25;
/** One column alone may not tell a class this well, and must tell it so many times better than a guess (S). */
const LEAK = 0.9;
const TELLING = 1.5;
const AT = TRANSACTION_COLUMNS.findIndex(({ name }) => name === 'at');

/** Watches the rows of a table go by and says whether it is fit for use. Pure; 100 bytes and 60 numbers a row. */
export class TableQuality {
  readonly #sample = new TableSample();
  readonly #keys = new Set<string>();
  readonly #classes = new Map<string, number>();
  #rows = 0;
  #missing = 0;
  #outOfRange = 0;
  #empty = 0;
  #backwards = 0;
  #last = '';

  add({ cells, label }: TransactionRow): void {
    this.#rows++;
    this.#keys.add(`${cells[0]}\n${cells[1]}`);
    const name = label?.class ?? 'unknown';
    this.#classes.set(name, (this.#classes.get(name) ?? 0) + 1);
    const at = comparable(String(cells[AT]));
    if (at < this.#last) this.#backwards++;
    this.#last = at;
    cells.forEach((cell, i) => {
      const column = TRANSACTION_COLUMNS[i];
      if (cell === null) {
        if (column.empty === undefined) this.#missing++;
        else this.#empty++;
      } else if (!fits(column, cell)) this.#outOfRange++;
    });
    this.#sample.add(cells, name);
  }

  /** @param shares of the classes that were asked for, adding up to 1; without them only the form is checked */
  report(shares?: Readonly<Record<string, number>>): QualityReport {
    const best = shares ? this.#sample.best() : new Map<string, BestColumn>();
    const checks = [...this.#form(), ...(shares ? this.#content(shares, best) : [])];
    return {
      rows: this.#rows,
      classes: Object.fromEntries(this.#classes),
      best: Object.fromEntries(best),
      checks,
      isMet: checks.every(({ isMet }) => isMet),
    };
  }

  #form(): QualityCheck[] {
    const none = (check: string, found: number): QualityCheck => ({
      check,
      found: String(found),
      wanted: '0',
      isMet: found === 0,
    });
    const empty = this.#empty / Math.max(1, this.#rows * TRANSACTION_COLUMNS.length);
    return [
      none('duplicate ids', this.#rows - this.#keys.size),
      none('mandatory cells that are empty', this.#missing),
      none('values out of range', this.#outOfRange),
      none('rows out of order of time', this.#backwards),
      atMost('share of empty cells', empty, EMPTY_CELLS),
    ];
  }

  #content(shares: Readonly<Record<string, number>>, best: ReadonlyMap<string, BestColumn>): QualityCheck[] {
    const rows = this.#rows;
    const enough = {
      check: 'rows',
      found: String(rows),
      wanted: `at least ${ENOUGH_ROWS}`,
      isMet: rows >= ENOUGH_ROWS,
    };
    return [enough, ...this.#shares(shares), ...this.#signals(), ...this.#separations(best)];
  }

  /** Within one percent and three standard deviations of what so many independent rows would have. */
  #shares(shares: Readonly<Record<string, number>>): QualityCheck[] {
    const names = new Set([...Object.keys(shares), ...this.#classes.keys()]);
    return [...names].map((name) => {
      const wanted = shares[name] ?? 0;
      const found = (this.#classes.get(name) ?? 0) / Math.max(1, this.#rows);
      const slack = SLACK + 3 * Math.sqrt((CLUSTER * wanted * (1 - wanted)) / Math.max(1, this.#rows));
      return {
        check: `share of ${name}`,
        found: percent(found),
        wanted: `${percent(wanted)} ± ${percent(slack)}`,
        isMet: Math.abs(found - wanted) <= slack,
      };
    });
  }

  #signals(): QualityCheck[] {
    const judged = CLASS_SIGNALS.filter((signal) => this.#sample.rowsOf(signal.class) >= JUDGED);
    return judged.map(({ class: name, column, times }) => {
      const found = this.#sample.mean(name, column) / this.#sample.mean('legit', column);
      return {
        check: `mean ${column} of ${name} against legit`,
        found: `${found.toFixed(2)} times`,
        wanted: `${times < 1 ? 'at most' : 'at least'} ${times} times`,
        isMet: times < 1 ? found <= times : found >= times,
      };
    });
  }

  #separations(best: ReadonlyMap<string, BestColumn>): QualityCheck[] {
    return [...best].flatMap(([name, { column, precision, base }]) => {
      if (this.#sample.rowsOf(name) < JUDGED) return [];
      const least = Math.min(TELLING * base, (1 + base) / 2);
      const highest = Math.max(LEAK, (1 + base) / 2);
      return {
        check: `best column alone for ${name}: ${column}`,
        found: `AP ${precision.toFixed(3)}`,
        wanted: `${least.toFixed(3)} to ${highest.toFixed(3)}`,
        isMet: precision >= least && precision <= highest,
      };
    });
  }
}

function fits({ type, range }: TableColumn, cell: NonNullable<Cell>): boolean {
  if (type === 'flag') return typeof cell === 'boolean';
  if (type === 'number')
    return (
      typeof cell === 'number' && Number.isFinite(cell) && (!range || (cell >= range[0] && cell <= range[1]))
    );
  return typeof cell === 'string' && (type === 'text' ? cell !== '' : !Number.isNaN(Date.parse(cell)));
}

/** Whole seconds are written without milliseconds; with them, texts of one length stand in the order of time. */
function comparable(at: string): string {
  return at.includes('.') ? at : at.replace('Z', '.000Z');
}

function atMost(check: string, found: number, most: number): QualityCheck {
  return { check, found: percent(found), wanted: `at most ${percent(most)}`, isMet: found <= most };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

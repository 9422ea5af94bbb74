import { CsvError, parse } from 'csv-parse/sync';
import { isBlank, MAX_LINE_BYTES, type Line } from './lines.ts';

/** One record of a CSV file, or what should have been one. */
export interface CsvRecord {
  /** Number of the line on which it starts. */
  readonly line: number;
  /** As it stands in the file. */
  readonly text: string;
  /** Empty when there is a problem. */
  readonly cells: readonly string[];
  readonly problem: string | null;
}

const NOT_CLOSED = 'a quote is opened on this line and not closed as it should be';

/**
 * Cuts lines into CSV records (RFC 4180: commas, double quotes, doubled quotes inside them, line breaks inside them).
 *
 * A record ends where its quotes are even in number; csv-parse then reads it. One stray quote would turn all that
 * follows into one field, so where the lines joined by quotes do not give a record of as many cells as the first
 * record has, only the first of them is called bad and the others are looked at afresh. Blank lines are passed over.
 * Memory: the lines of one call and at most 1 MiB of an open record. Time O(characters).
 */
export class CsvRecords {
  /** Lines of a record whose quotes are not even yet. */
  #open: Line[] = [];
  #openLength = 0;
  /** Cells of the first record, by which lines joined by quotes are judged. */
  #width = 0;
  readonly #delimiter: string;

  /** @param delimiter what separates cells: one character that is no quote and ends no line */
  constructor(delimiter = ',') {
    this.#delimiter = delimiter;
  }

  push(lines: readonly Line[]): CsvRecord[] {
    const found = new RecordList(this.#delimiter);
    for (const line of lines) this.#add(line, found);
    return this.#finish(found);
  }

  /** What is left at the end of the file. */
  end(): CsvRecord[] {
    const found = new RecordList(this.#delimiter);
    while (this.#open.length > 0) this.#giveUp(found);
    return this.#finish(found);
  }

  #add(line: Line, found: RecordList): void {
    if (this.#open.length === 0) return this.#start(line, found);
    if (line.problem !== null || this.#openLength + line.text.length > MAX_LINE_BYTES) {
      this.#giveUp(found);
      return this.#add(line, found);
    }
    this.#open.push(line);
    this.#openLength += line.text.length + 1;
    if (!hasOddQuotes(line.text)) return;
    const text = this.#open.map((part) => part.text).join('\n');
    const [record] = readEach([{ line: this.#open[0].number, text }], this.#delimiter);
    if (record.problem !== null || (this.#width !== 0 && record.cells.length !== this.#width))
      return this.#giveUp(found);
    this.#open = [];
    found.push(record);
  }

  #start(line: Line, found: RecordList): void {
    if (line.problem !== null) found.push(bad(line.number, line.text, line.problem));
    else if (isBlank(line.text)) return;
    else if (hasOddQuotes(line.text)) {
      this.#open = [line];
      this.#openLength = line.text.length;
    } else found.pushText(line.number, line.text);
  }

  /** Calls the first of the open lines bad and looks at the others again. */
  #giveUp(found: RecordList): void {
    const [first, ...rest] = this.#open;
    this.#open = [];
    found.push(bad(first.number, first.text, NOT_CLOSED));
    for (const line of rest) this.#add(line, found);
  }

  #finish(found: RecordList): CsvRecord[] {
    const records = found.finish();
    if (this.#width === 0) this.#width = records.find((one) => one.problem === null)?.cells.length ?? 0;
    return records;
  }
}

interface Text {
  readonly line: number;
  readonly text: string;
}

/** Records in file order; texts that follow each other are read together, because each call has its price. */
class RecordList {
  readonly #delimiter: string;
  readonly #records: CsvRecord[] = [];
  #texts: Text[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  pushText(line: number, text: string): void {
    this.#texts.push({ line, text });
  }

  push(record: CsvRecord): void {
    this.#readTexts();
    this.#records.push(record);
  }

  finish(): CsvRecord[] {
    this.#readTexts();
    return this.#records;
  }

  #readTexts(): void {
    if (this.#texts.length === 0) return;
    const [texts, delimiter] = [this.#texts, this.#delimiter];
    for (const record of readAll(texts, delimiter) ?? readEach(texts, delimiter)) this.#records.push(record);
    this.#texts = [];
  }
}

/** `null` when there is a fault in one of them: then they have to be read one by one. */
function readAll(texts: readonly Text[], delimiter: string): CsvRecord[] | null {
  try {
    const rows = cellsOf(texts.map(({ text }) => text).join('\n'), delimiter);
    if (rows.length !== texts.length) return null;
    return texts.map(({ line, text }, i) => ({ line, text, cells: rows[i], problem: null }));
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function readEach(texts: readonly Text[], delimiter: string): CsvRecord[] {
  return texts.map(
    ({ line, text }) => readAll([{ line, text }], delimiter)?.[0] ?? bad(line, text, QUOTE_MISPLACED),
  );
}

const QUOTE_MISPLACED = 'a quote stands inside a cell that does not start with one, or ends one too early';

function cellsOf(text: string, delimiter: string): string[][] {
  return parse(`${text}\n`, {
    delimiter,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: 2 * MAX_LINE_BYTES,
  });
}

function bad(line: number, text: string, problem: string): CsvRecord {
  return { line, text, cells: [], problem };
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

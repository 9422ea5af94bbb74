import { RingfenceError, shapeOf } from '../../kernel/errors.ts';

/**
 * What a model sees: one column of numbers for each feature, all of the same length. NaN means missing; infinite values
 * are refused. Columns lie apart, because training reads one feature of many rows at a time.
 */
export interface FeatureMatrix {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: readonly Float64Array[];
}

/**
 * Time O(rows x columns); the columns are kept, not copied.
 * @throws RingfenceError TRAINING_INVALID for a name given twice or empty, columns of different length, an infinite value
 */
export function featureMatrix(names: readonly string[], columns: readonly Float64Array[]): FeatureMatrix {
  if (names.length !== columns.length)
    throw refused('columns', `${names.length} names for ${columns.length} columns; wanted one name for each`);
  const rows = columns[0]?.length ?? 0;
  const seen = new Set<string>();
  for (const [i, name] of names.entries()) {
    if (name === '' || seen.has(name)) throw refused('names', `"${name}" is empty or there twice`);
    seen.add(name);
    if (columns[i].length !== rows)
      throw refused(name, `${columns[i].length} values where other columns have ${rows}`);
    const infinite = columns[i].findIndex((value) => Math.abs(value) === Infinity);
    if (infinite >= 0)
      throw refused(
        name,
        `${columns[i][infinite]} in row ${infinite}; wanted a finite number, or NaN for missing`,
      );
  }
  return { names, rows, columns };
}

/** A matrix of rows in the order of `names`. @throws RingfenceError as {@link featureMatrix}, or for a row that is too short or long */
export function matrixOfRows(names: readonly string[], rows: readonly ArrayLike<number>[]): FeatureMatrix {
  const wrong = rows.findIndex((row) => row.length !== names.length);
  if (wrong >= 0)
    throw refused(`row ${wrong}`, `${rows[wrong].length} values; wanted ${names.length}, one for each name`);
  return featureMatrix(
    names,
    names.map((_, column) => Float64Array.from(rows, (row) => row[column])),
  );
}

/** Some rows of a matrix, in the order given; a row may be taken more than once. */
export function takeRows(matrix: FeatureMatrix, rows: ArrayLike<number>): FeatureMatrix {
  const columns = matrix.columns.map((column) => Float64Array.from(rows, (row) => column[row]));
  return { names: matrix.names, rows: rows.length, columns };
}

/** The columns of those names, in their order. @throws RingfenceError TRAINING_INVALID naming a feature that is not there */
export function takeColumns(matrix: FeatureMatrix, names: readonly string[]): FeatureMatrix {
  const places = new Map(matrix.names.map((name, i) => [name, i]));
  const columns = names.map((name) => {
    const place = places.get(name);
    if (place === undefined)
      throw refused(name, `no such column; there are ${matrix.names.slice(0, 20).join(', ')}`);
    return matrix.columns[place];
  });
  return { names, rows: matrix.rows, columns };
}

/** Writes one row into `into`, which is as long as the matrix has columns. */
export function readRow(matrix: FeatureMatrix, row: number, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = matrix.columns[i][row];
}

/** @throws RingfenceError TRAINING_INVALID when the matrix does not have exactly the features of a model, in their order */
export function requireFeatures(matrix: FeatureMatrix, names: readonly string[]): void {
  const wrong = names.findIndex((name, i) => matrix.names[i] !== name);
  if (wrong >= 0 || matrix.names.length !== names.length)
    throw refused(
      names[wrong] ?? matrix.names[names.length],
      `the model wants ${names.length} columns in its own order, got ${shapeOf(matrix.names)}; use takeColumns`,
    );
}

/** An error that names the field and what was wrong with it. */
export function refused(field: string, problem: string): RingfenceError {
  return new RingfenceError('TRAINING_INVALID', `${field}: ${problem}`, { field });
}

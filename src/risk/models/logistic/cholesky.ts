/**
 * Solves A x = b for a symmetric, positive definite A of n rows, given by its lower triangle row after row in `matrix`,
 * which is overwritten with its Cholesky factor. Time O(n^3). null when A is not positive definite.
 */
export function solveCholesky(matrix: Float64Array, b: Float64Array): Float64Array | null {
  const n = b.length;
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column];
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k] * matrix[column * n + k];
      if (row !== column) matrix[row * n + column] = sum / matrix[column * n + column];
      else if (sum > 0) matrix[row * n + row] = Math.sqrt(sum);
      else return null;
    }
  const x = b.slice();
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row] -= matrix[row * n + k] * x[k];
    x[row] /= matrix[row * n + row];
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] -= matrix[k * n + row] * x[k];
    x[row] /= matrix[row * n + row];
  }
  return x;
}

import type { FlowTable } from './flow-table.ts';

/**
 * Which accounts ever deal with at least so many distinct ones inside a window: 1 for yes. Hubs are counted here, so
 * this leaves out only what can't matter. Time O(transfers); memory 5 bytes an account.
 */
export function everWide(
  flows: FlowTable,
  direction: 'in' | 'out',
  fewest: number,
  window: number,
): Uint8Array {
  const { accounts, transfers } = flows.graph;
  const other = direction === 'in' ? transfers.from : transfers.to;
  const uses = new Int32Array(accounts.size);
  const wide = new Uint8Array(accounts.size);
  for (let account = 0; account < accounts.size; account++) {
    const rows = direction === 'in' ? flows.paidTo(account) : flows.paidBy(account);
    let distinct = 0;
    let first = 0;
    for (let i = 0; i < rows.length && wide[account] === 0; i++) {
      for (; flows.at[rows[first]] < flows.at[rows[i]] - window; first++)
        if (--uses[other[rows[first]]] === 0) distinct--;
      if (uses[other[rows[i]]]++ === 0) distinct++;
      if (distinct >= fewest) wide[account] = 1;
    }
    for (const row of rows) uses[other[row]] = 0;
  }
  return wide;
}

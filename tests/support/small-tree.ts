/** A column of numbers, one for each user. */
export type Columns = Readonly<Record<string, Float64Array>>;

const DEEPEST = 4;
/** Fewest users in a leaf: smaller ones learn single people. */
const SMALLEST_LEAF = 20;

interface Node {
  readonly column: string;
  readonly most: number;
  readonly low: Node | number;
  readonly high: Node | number;
}

/**
 * Scores users by a classification tree (CART, Breiman and others 1984: Gini, binary splits, depth at most four), each
 * by the tree of the other half of the users, so that nobody is scored by a tree that has seen them. What is missing
 * counts as less than everything.
 */
export function scoreByTrees(columns: Columns, positive: Uint8Array, half: Uint8Array): Float64Array {
  const values = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      column.map((value) => (Number.isNaN(value) ? -Infinity : value)),
    ]),
  );
  const orders = Object.entries(values).map(([name, column]) => ({ name, column, users: ascending(column) }));
  const scores = new Float64Array(positive.length);
  for (const fold of [0, 1]) {
    const learn = keep(orders, (user) => half[user] !== fold);
    const tree = grow(learn, positive, 0);
    for (let user = 0; user < positive.length; user++)
      if (half[user] === fold) scores[user] = score(tree, values, user);
  }
  return scores;
}

function score(tree: Node | number, values: Columns, user: number): number {
  let node = tree;
  while (typeof node !== 'number') node = values[node.column][user] <= node.most ? node.low : node.high;
  return node;
}

/** The users of a node in the order of one column: sorted once, then only thinned out. */
interface Order {
  readonly name: string;
  readonly column: Float64Array;
  readonly users: Int32Array;
}

function ascending(column: Float64Array): Int32Array {
  return Int32Array.from(column.keys()).sort((a, b) => compare(column[a], column[b]));
}

function keep(orders: readonly Order[], isKept: (user: number) => boolean): Order[] {
  return orders.map((order) => ({ ...order, users: order.users.filter(isKept) }));
}

function grow(orders: readonly Order[], positive: Uint8Array, depth: number): Node | number {
  const { users } = orders[0];
  const hits = countHits(users, positive);
  // Laplace: a pure leaf of few users is worth less than one of many.
  const leaf = (hits + 1) / (users.length + 2);
  if (depth === DEEPEST || hits === 0 || hits === users.length) return leaf;
  const split = bestSplit(orders, positive, hits);
  if (split === null) return leaf;
  const { column } = orders.find(({ name }) => name === split.column)!;
  const isLow = (user: number) => column[user] <= split.most;
  return {
    ...split,
    low: grow(keep(orders, isLow), positive, depth + 1),
    high: grow(
      keep(orders, (user) => !isLow(user)),
      positive,
      depth + 1,
    ),
  };
}

function bestSplit(
  orders: readonly Order[],
  positive: Uint8Array,
  hits: number,
): { column: string; most: number } | null {
  let best: { column: string; most: number } | null = null;
  let least = impurity(hits, orders[0].users.length);
  for (const { name, column, users } of orders) {
    let low = 0;
    for (let i = 0; i + SMALLEST_LEAF < users.length; i++) {
      low += positive[users[i]];
      const most = column[users[i]];
      if (i + 1 < SMALLEST_LEAF || most === column[users[i + 1]]) continue;
      const left = impurity(low, i + 1) + impurity(hits - low, users.length - i - 1);
      if (left < least - 1e-9) {
        least = left;
        best = { column: name, most };
      }
    }
  }
  return best;
}

/** Gini impurity times the number of users. */
function impurity(hits: number, users: number): number {
  return (2 * hits * (users - hits)) / users;
}

function countHits(users: Int32Array, positive: Uint8Array): number {
  return users.reduce((sum, user) => sum + positive[user], 0);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

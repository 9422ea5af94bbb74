import { rngFor } from '../../src/kernel/rng.ts';
import { TreeTable, type TreeEnsemble } from '../../src/risk/models/trees/tree-ensemble.ts';

/** Trees of random shape, `fewest` to `splits` splits each, columns asked again and again, sides that nobody took. */
export function randomTrees(
  seed: number,
  trees: number,
  columns: number,
  splits: number,
  fewest = 0,
): TreeEnsemble {
  const rng = rngFor(seed, 'trees');
  const table = new TreeTable();
  for (let tree = 0; tree < trees; tree++) {
    const leaves = [table.root(rng.normal(), 1_000)];
    const wanted = rng.int(fewest, splits);
    for (let i = 0; i < wanted; i++) {
      const node = leaves.splice(rng.int(0, leaves.length - 1), 1)[0];
      const split = {
        feature: rng.int(0, columns - 1),
        threshold: rng.int(0, 3) / 4,
        missingLeft: rng.chance(0.5),
      };
      const left = table.split(node, split, [rng.int(0, 9) * rng.int(0, 9), rng.int(0, 99)]);
      for (const child of [left, left + 1]) {
        table.setValue(child, rng.normal());
        leaves.push(child);
      }
    }
  }
  return table.finish(rng.normal());
}

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { louvainCommunities } from '../../src/graph/algorithms/louvain-communities.ts';
import { pairGraph } from '../../src/graph/algorithms/weighted-graph.ts';
import { importShared } from '../support/imported-data.ts';
import { sharedData } from '../support/shared-data.ts';

/** Importing a data set, and looking through it, on a machine that others use too. */
const PATIENCE = 240_000;
/** networkx 3.6, louvain_communities, seed 1. */
const REACHED = 0.8566;

const file = sharedData('weygu', 'edge.dat.gz');

test.skipIf(file === null)(
  'weygu: the communities of 119,480 links reach the modularity that networkx reaches',
  { timeout: PATIENCE },
  () => {
    const numbers = new Map<string, number>();
    const numberOf = (id: string): number => {
      if (!numbers.has(id)) numbers.set(id, numbers.size);
      return numbers.get(id)!;
    };
    const links = gunzipSync(readFileSync(file!))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) =>
        line
          .trim()
          .split(',')
          .map(numberOf)
          .toSorted((a, b) => a - b),
      );
    expect(links).toHaveLength(119_480);
    const communities = louvainCommunities(pairGraph(links, numbers.size));
    expect(communities.flat().toSorted((a, b) => a - b)).toEqual([...numbers.values()]);
    expect(Math.abs(modularity(links, communities) - REACHED)).toBeLessThanOrEqual(0.01);
  },
);

/** Newman's Q by its definition: share of links inside less what chance would give, over the communities. */
function modularity(links: readonly (readonly number[])[], communities: readonly (readonly number[])[]) {
  const home = new Map(communities.flatMap((users, i) => users.map((user): [number, number] => [user, i])));
  const inside = communities.map(() => 0);
  const ends = communities.map(() => 0);
  for (const [a, b] of links) {
    ends[home.get(a)!]++;
    ends[home.get(b)!]++;
    if (home.get(a) === home.get(b)) inside[home.get(a)!]++;
  }
  return communities.reduce(
    (sum, _, i) => sum + inside[i] / links.length - (ends[i] / (2 * links.length)) ** 2,
    0,
  );
}

const people = await importShared('csv', ['weygu'], 'weygu.yaml');
test.skipIf(!people)(
  'weygu: 59,478 people who share devices, nearly all in pairs, hold fewer than 200 dense communities and no ring',
  { timeout: PATIENCE },
  async () => {
    const { findings, rings } = await people!.detect(['dense-community']);
    expect(findings.length).toBeGreaterThan(100);
    expect(findings.length).toBeLessThan(200);
    expect(rings).toEqual([]);
  },
);

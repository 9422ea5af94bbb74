/**
 * Components and Louvain communities beside igraph, on the device links of the weygu data set:
 *
 *   node benchmarks/communities.ts [rounds]
 *
 * Components are what rings are made of: Ringfence forms rings of findings, one a link, which also gives each its id,
 * roles, history and metrics; igraph numbers components and no more. Communities are Louvain's, by the library that
 * Ringfence uses. Processor seconds from the columns of links on; a ratio is igraph's over Ringfence's, above 1
 * Ringfence is faster. Writes medians to benchmarks/results/communities.json.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { louvainCommunities } from '../src/graph/algorithms/louvain-communities.ts';
import { pairGraph } from '../src/graph/algorithms/weighted-graph.ts';
import type { Finding } from '../src/graph/model/finding.ts';
import { formRings } from '../src/rings/form-rings.ts';
import { environment, hashOf, median, rounded, writeResult, type Environment } from './environment.ts';
import { installIgraph, type IgraphRun } from './peers/igraph.ts';

const FILE = join(import.meta.dirname, '../../shared/data/weygu/edge.dat.gz');

export interface CommunitiesResult {
  readonly environment: Environment;
  readonly peer: string | null;
  readonly rounds: number;
  readonly links: number;
  readonly users: number;
  readonly dataHash: string;
  readonly ringSeconds: number;
  readonly rings: number;
  readonly louvainSeconds: number;
  readonly modularity: number;
  readonly igraph: {
    readonly components: number;
    readonly modularity: number;
    readonly ringRatio: number;
    readonly louvainRatio: number;
  } | null;
}

interface Links {
  readonly pairs: readonly (readonly [number, number])[];
  readonly users: number;
}

function readLinks(): Links {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return numbers.get(id)!;
  };
  const pairs = gunzipSync(readFileSync(FILE))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line): readonly [number, number] => {
      const [a, b] = line.trim().split(',').map(numberOf);
      return a < b ? [a, b] : [b, a];
    });
  return { pairs, users: numbers.size };
}

function findingOf([a, b]: readonly [number, number], number: number): Finding {
  const order = { at: number, source: 's', id: `e${number}` };
  return {
    id: `f${number}`,
    detector: 'device-sharing',
    subject: [`d${number}`],
    first: order,
    last: order,
    strength: 1,
    members: [a, b].map((user) => ({ type: 'User', id: `u${user}`, role: 'member', since: order })),
    evidence: [],
    peak: 2,
    binds: order,
    owners: [],
    optionsHash: '',
  };
}

interface Timed<Result> {
  readonly result: Result;
  readonly took: number;
}

function seconds<Result>(work: () => Result): Timed<Result> {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, took: (user + system) / 1e6 };
}

/** Newman's Q: share of links inside less what chance would give. */
function modularity({ pairs }: Links, communities: readonly (readonly number[])[]): number {
  const home = new Map(communities.flatMap((users, i) => users.map((user): [number, number] => [user, i])));
  const inside = communities.map(() => 0);
  const ends = communities.map(() => 0);
  for (const [a, b] of pairs) {
    const [homeOfA, homeOfB] = [home.get(a)!, home.get(b)!];
    ends[homeOfA]++;
    ends[homeOfB]++;
    if (homeOfA === homeOfB) inside[homeOfA]++;
  }
  const all = pairs.length;
  return communities.reduce((sum, _, i) => sum + inside[i] / all - (ends[i] / (2 * all)) ** 2, 0);
}

function main(): void {
  const rounds = Number(process.argv[2] ?? 3);
  const links = readLinks();
  const findings = links.pairs.map(findingOf);
  const edges = Int32Array.from(links.pairs.flat());
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-communities-'));
  const file = join(folder, 'edges.bin');
  writeFileSync(file, edges);
  const peer = installIgraph();
  // No ring is cut up here: that is Louvain again.
  const rings = () => formRings(findings, { maxRingSize: links.users }).rings.length;
  const louvain = () => louvainCommunities(pairGraph(links.pairs, links.users));
  const ours: { rings: Timed<number>; louvain: Timed<number[][]> }[] = [];
  const theirs: IgraphRun[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push({ rings: seconds(rings), louvain: seconds(louvain) });
    if (peer) theirs.push(peer.run(file, links.users));
    console.log(`${round + 1}/${rounds}`);
  }
  rmSync(folder, { recursive: true });
  const [first] = ours;
  const result: CommunitiesResult = {
    environment: environment(),
    peer: peer?.version ?? null,
    rounds,
    links: links.pairs.length,
    users: links.users,
    dataHash: hashOf(edges),
    ringSeconds: rounded(median(ours.map((one) => one.rings.took))),
    rings: first.rings.result,
    louvainSeconds: rounded(median(ours.map((one) => one.louvain.took))),
    modularity: rounded(modularity(links, first.louvain.result)),
    igraph:
      theirs.length === 0
        ? null
        : {
            components: theirs[0].components,
            modularity: rounded(theirs[0].modularity),
            ringRatio: rounded(median(theirs.map((one, i) => one.componentSeconds / ours[i].rings.took))),
            louvainRatio: rounded(median(theirs.map((one, i) => one.louvainSeconds / ours[i].louvain.took))),
          },
  };
  writeResult('communities', result);
  console.log(result);
}

main();

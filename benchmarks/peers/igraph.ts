import { installPythonPeer } from './python-peer.ts';

/** What the driver igraph.py prints: processor seconds of the two, and their results. */
export interface IgraphRun {
  readonly componentSeconds: number;
  readonly components: number;
  readonly louvainSeconds: number;
  readonly modularity: number;
}

export interface Igraph {
  readonly version: string;
  /** @param edgeFile pairs of vertex numbers as 32-bit integers */
  run(edgeFile: string, vertices: number): IgraphRun;
}

/** igraph, a library in C, from Python; null, with the reason on stderr, where it can't be installed. */
export function installIgraph(): Igraph | null {
  return installPythonPeer(['igraph', 'numpy'], 'igraph_run.py');
}

import { digest } from '../kernel/canonical.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import type { Finding, Hub, HubReason, Truncation } from '../graph/model/finding.ts';
import type { OptionSpec, OptionTable } from './options.ts';

/** The one shape of all detectors: a pure function of the graph, its options and the hubs. */
export interface Detector<Options extends object = object> {
  /** As on the command line: `kiting-cycle`. */
  readonly name: string;
  /** One sentence for lists and help. */
  readonly summary: string;
  /** Runs only when it is named: its findings are leads for somebody who asks, too many innocents do the same. */
  readonly onRequest?: true;
  /** Reads the graph's activity tables, which only such a detector's graph has. */
  readonly readsActivity?: true;
  readonly options: OptionTable<Options>;
  detect(graph: EventGraph, options: Options, hubs: HubCalendar): Detection;
  /**
   * What {@link detect} says of one account or user (the detector says which) by number, with what hubs keep out of
   * that: together that is all it says, so that it can be told of each from its part of the log.
   */
  detectOne?(graph: EventGraph, options: Options, hubs: HubCalendar, subject: number): Detection;
}

export interface Detection {
  /** Any order; the runner sorts. */
  readonly findings: readonly Finding[];
  /** Hubs that this detector met, with what they kept out of its result. */
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
}

/**
 * Which devices, blocks and accounts are hubs, by UTC day and from earlier days only (definitions.md, "Hubs").
 * Each answer holds for the whole UTC day that `at` falls on; null is "no hub".
 */
export interface HubCalendar {
  device(device: number, at: number): HubReason | null;
  block(block: number, at: number): HubReason | null;
  account(account: number, at: number): HubReason | null;
}

/** Hash of the options a finding was found under, by their texts (durations may be infinite, which JSON can't say). */
export function optionsHash<Options extends object>(table: OptionTable<Options>, options: Options): string {
  const texts = Object.entries<OptionSpec<unknown>>(table).map(([name, spec]) => [
    name,
    spec.format(options[name as keyof Options]),
  ]);
  return digest(Object.fromEntries(texts));
}

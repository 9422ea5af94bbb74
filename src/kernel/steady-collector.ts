import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8's collector for a process that holds a large heap and answers event by event. To be called before work begins.
 *
 * Typed arrays of more than 64 bytes lie outside V8's heap. While it marks that heap for a major collection, its default
 * is to mark for 5 to 10 ms whenever 128 KiB more of them have been made: an event that builds a few small graphs then
 * waits for hundreds of milliseconds, over 2 GiB of heap (docs/algorithms/live.md has the measure). With this flag they
 * count towards when a collection begins, as everything else does, and marking keeps its own pace.
 */
export function steadyCollector(): void {
  setFlagsFromString('--external-memory-accounted-in-global-limit');
}

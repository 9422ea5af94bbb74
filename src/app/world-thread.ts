import { Worker } from 'node:worker_threads';
import type { WorldOptions } from '../generator/options.ts';
import { RingfenceError, type ErrorCode } from '../kernel/errors.ts';
import type { Progress } from './context.ts';

/** What the thread is asked for. */
export interface WorldJob {
  readonly folder: string;
  readonly options: WorldOptions;
  /** Also the three CSV files of docs/records.md. */
  readonly tables: boolean;
  /** Where the truth is to be beside the folder. */
  readonly truthCopy: string | null;
}

export interface WorldCounts {
  readonly events: number;
  readonly rings: number;
  readonly loners: number;
  readonly lookalikes: number;
  readonly truthFile: string;
}

/** What the thread says; errors are no longer of their class when they come out of it. */
export type WorldMessage =
  | { readonly progress: { readonly phase: string; readonly done: number } }
  | { readonly written: WorldCounts }
  | { readonly failed: { code: ErrorCode; message: string; facts: Readonly<Record<string, unknown>> } };

/** Space for what has just been made, in megabytes: nearly all of it is written and forgotten at once. */
const YOUNG = 48;

/**
 * Space for the plan, in megabytes, of which half is live at most: a kilobyte a user, and what is planned by the day.
 * Left to itself the heap takes several times what it needs before it is cleared.
 */
function planSpace({ users, days }: WorldOptions): number {
  return Math.ceil(128 + (users * (1_200 + 4 * days)) / 2 ** 20);
}

/** Writes a world by a thread whose memory is bounded. @throws RingfenceError FILE_UNREADABLE, USAGE */
export async function writeWorldInThread(job: WorldJob, progress: Progress): Promise<WorldCounts> {
  // A plan that does not fit after all is made again with more space: the same options write the same bytes.
  for (let megabytes = planSpace(job.options); ; megabytes *= 2)
    try {
      return await runThread(job, progress, megabytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    }
}

function runThread(job: WorldJob, progress: Progress, megabytes: number): Promise<WorldCounts> {
  const worker = new Worker(new URL('./world-thread-main.ts', import.meta.url), {
    workerData: job,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG, maxOldGenerationSizeMb: megabytes },
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (message: WorldMessage) => {
      if ('progress' in message) progress(message.progress.phase, message.progress.done);
      else if ('written' in message) resolve(message.written);
      else {
        const { code, message: text, facts } = message.failed;
        reject(new RingfenceError(code, text, facts));
      }
    });
    worker.on('error', reject);
    worker.on('exit', (status) => reject(new Error(`the thread that writes the world ended with ${status}`)));
  });
}

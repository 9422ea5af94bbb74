import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Outcomes } from '../features/records/outcomes.ts';
import type { Truth } from '../graph/model/truth.ts';
import type { WorldOptions } from '../generator/options.ts';
import { createWorld } from '../generator/world.ts';
import { encodeEvent } from '../ingest/encode.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { Progress } from './context.ts';
import { writeRecords } from './write-records.ts';

export interface WrittenWorld {
  readonly events: number;
  readonly truth: Truth;
  readonly truthFile: string;
}

/**
 * Writes a generated world to `events.ndjson` (wire form, event order) and `truth.json` in a folder, made if need be;
 * with `tables` also to the three CSV files of docs/records.md, for which the world is told twice more.
 * @throws RingfenceError FILE_UNREADABLE when the folder can't be written
 */
export async function writeWorld(
  folder: string,
  options: WorldOptions,
  progress: Progress = () => {},
  tables = false,
): Promise<WrittenWorld> {
  const world = createWorld(options);
  const outcomes = new Outcomes();
  let events = 0;
  function* lines(): Generator<string> {
    for (const batch of world.events()) {
      if (batch.length > 0) yield `${batch.map((event) => JSON.stringify(encodeEvent(event))).join('\n')}\n`;
      if (tables) for (const event of batch) outcomes.gather(event);
      events += batch.length;
      progress('writing events', events);
    }
  }
  const truthFile = join(folder, 'truth.json');
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    await pipeline(Readable.from(lines()), createWriteStream(join(folder, 'events.ndjson')));
  });
  if (tables) await writing(folder, () => writeRecords(folder, () => world.events(), outcomes));
  await writeTruth(truthFile, world.truth);
  return { events, truth: world.truth, truthFile };
}

/** Writes the ground truth of a world as JSON. @throws RingfenceError FILE_UNREADABLE */
export async function writeTruth(file: string, truth: Truth): Promise<void> {
  await writing(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(truth, null, 1)}\n`);
  });
}

async function writing(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${path}: cannot be written`, { file: path }, cause);
  }
}

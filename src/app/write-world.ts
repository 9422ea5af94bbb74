import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
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
    await pipeline(
      Readable.from(lines(), { highWaterMark: 1 }),
      createWriteStream(join(folder, 'events.ndjson')),
    );
  });
  if (tables) await writing(folder, () => writeRecords(folder, () => world.events(), outcomes));
  await writeTruth(truthFile, world.truth);
  return { events, truth: world.truth, truthFile };
}

/** Writes the ground truth of a world as JSON. @throws RingfenceError FILE_UNREADABLE */
export async function writeTruth(file: string, truth: Truth): Promise<void> {
  await writing(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await pipeline(Readable.from(truthText(truth)), createWriteStream(file));
  });
}

/** JSON with a ring, a loner or a group a line: a large world's truth is never one text in memory. */
function* truthText(truth: Truth): Generator<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(truth)) {
    yield `${before}${JSON.stringify(name)}: `;
    before = ',\n';
    if (Array.isArray(value)) yield* listText(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* listText(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [place, item] of list.entries()) yield `${place === 0 ? '' : ','}\n${JSON.stringify(item)}`;
  yield ']';
}

async function writing(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${path}: cannot be written`, { file: path }, cause);
  }
}

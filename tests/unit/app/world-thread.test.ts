import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWorldInThread } from '../../../src/app/world-thread.ts';
import { writeWorld } from '../../../src/app/write-world.ts';
import { WORLD_DEFAULTS } from '../../../src/generator/options.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it('writes the same bytes as without a thread', async () => {
  const options = { ...WORLD_DEFAULTS, users: 2_000, days: 2, seed: 3 };
  const [there, here] = [tempFolder(), tempFolder()];
  const job = { folder: there, options, tables: false, truthCopy: join(there, 'copy.json') };
  const counts = await writeWorldInThread(job, () => {});
  const { events, truth } = await writeWorld(here, options);
  expect(counts).toMatchObject({ events, rings: truth.rings.length, truthFile: join(there, 'truth.json') });
  for (const file of ['events.ndjson', 'truth.json'])
    expect(readFileSync(join(there, file)).equals(readFileSync(join(here, file)))).toBe(true);
  expect(readFileSync(job.truthCopy).equals(readFileSync(join(here, 'truth.json')))).toBe(true);
});

it('says what is wrong with the options as if there were no thread', async () => {
  const options = { ...WORLD_DEFAULTS, users: -1, seed: 3 };
  const job = { folder: tempFolder(), options, tables: false, truthCopy: null };
  await expect(writeWorldInThread(job, () => {})).rejects.toMatchObject({
    name: 'RingfenceError',
    code: 'USAGE',
  });
});

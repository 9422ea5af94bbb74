import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWorldInThread } from '../../../src/app/world-thread.ts';
import { WORLD_DEFAULTS } from '../../../src/generator/options.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it('writes the same bytes when the plan did not fit at first', async () => {
  const options = { ...WORLD_DEFAULTS, users: 2_000, days: 2, seed: 3 };
  const [roomy, tight] = [tempFolder(), tempFolder()];
  const job = { options, tables: false, truthCopy: null };
  const counts = await writeWorldInThread({ ...job, folder: roomy }, () => {});
  const again = await writeWorldInThread({ ...job, folder: tight }, () => {}, 8);
  expect(again).toEqual({ ...counts, truthFile: join(tight, 'truth.json') });
  for (const file of ['events.ndjson', 'truth.json'])
    expect(readFileSync(join(tight, file)).equals(readFileSync(join(roomy, file)))).toBe(true);
});

it('says what is wrong with the options as if there were no thread', async () => {
  const options = { ...WORLD_DEFAULTS, users: -1, seed: 3 };
  const job = { folder: tempFolder(), options, tables: false, truthCopy: null };
  await expect(writeWorldInThread(job, () => {})).rejects.toMatchObject({
    name: 'RingfenceError',
    code: 'USAGE',
  });
});

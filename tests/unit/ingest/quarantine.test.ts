import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Quarantine, quarantinedRow, type Quarantined } from '../../../src/ingest/quarantine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();

function entry(text: string, field?: string): Quarantined {
  return quarantinedRow({ file: 'a.csv', line: 7, reason: 'why', text, field });
}

function read(path: string): unknown[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('Quarantine', () => {
  it('makes no file as long as there is nothing bad', () => {
    const path = join(folder, 'none.ndjson');
    const quarantine = new Quarantine(path);
    quarantine.flush();
    quarantine.close();
    expect(existsSync(path)).toBe(false);
    expect(quarantine.file).toBeNull();
  });

  it('writes one line for each bad row, in a folder made if need be, for the owner only', () => {
    const path = join(folder, 'deep', 'er', 'bad.ndjson');
    const quarantine = new Quarantine(path);
    quarantine.add(entry('x,y', 'amount'));
    quarantine.flush();
    quarantine.add(entry('z'));
    quarantine.close();
    quarantine.close();
    expect(read(path)).toEqual([
      { code: 'EVENT_INVALID', file: 'a.csv', line: 7, field: 'amount', reason: 'why', text: 'x,y' },
      { code: 'EVENT_INVALID', file: 'a.csv', line: 7, field: null, reason: 'why', text: 'z' },
    ]);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(quarantine).toMatchObject({ file: path, count: 2 });
  });

  it('keeps the first 256 bytes of a row, whole characters only, on one line', () => {
    const path = join(folder, 'long.ndjson');
    const quarantine = new Quarantine(path);
    quarantine.add(entry('x'.repeat(1_000_000)));
    quarantine.add(entry(`a${'é'.repeat(200)}`));
    quarantine.add(entry('two\nlines\u0000\u001b[2J'));
    quarantine.close();
    expect(read(path)).toMatchObject([
      { text: 'x'.repeat(256) },
      { text: `a${'é'.repeat(127)}` },
      { text: 'two\nlines\u0000\u001b[2J' },
    ]);
  });

  it('never overwrites a file: it takes the next free name', () => {
    const path = join(folder, 'bad.ndjson');
    writeFileSync(path, 'precious');
    const names = [2, 3].map(() => {
      const quarantine = new Quarantine(path);
      quarantine.add(entry('x'));
      quarantine.close();
      return quarantine.file;
    });
    expect(names).toEqual([join(folder, 'bad-2.ndjson'), join(folder, 'bad-3.ndjson')]);
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('says so when the file can not be written', () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    const path = join(file, 'bad.ndjson');
    const quarantine = new Quarantine(path);
    quarantine.add(entry('x'));
    expect(() => quarantine.close()).toThrow(`${path} can't be written`);
    mkdirSync(join(folder, 'taken'));
    const taken = new Quarantine(join(folder, 'taken'));
    taken.add(entry('x'));
    taken.close();
    expect(taken.file).toBe(join(folder, 'taken-2'));
  });
});

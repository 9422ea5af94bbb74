import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, scratchFolder, type CliResult } from '../support/cli.ts';

const EVENT = { id: 'e1', kind: 'session', at: '2025-01-01T00:00:00Z', user: 'ann', device: 'd1' };

function errorOf(result: CliResult): { code: string; message: string; wayOut: string } {
  return (JSON.parse(result.err) as { error: { code: string; message: string; wayOut: string } }).error;
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('help and usage', () => {
  it('explains itself, and each command does', async () => {
    const folder = scratchFolder();
    const help = await cli(folder, ['--help']);
    expect(help.code).toBe(0);
    const commands = [...help.out.matchAll(/^ {2}([a-z-]+) .*$/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    expect(commands).toEqual(
      expect.arrayContaining([
        'demo',
        'init-db',
        'seed',
        'import',
        'detect',
        'rings',
        'ring',
        'stats',
        'export',
        'cycles',
        'backtest',
        'train',
        'models',
        'score',
        'rules',
        'detectors',
      ]),
    );
    for (const command of commands) {
      const own = await cli(folder, [command, '--help']);
      expect([own.code, own.out]).toEqual([0, expect.stringContaining(`Usage: ringfence ${command}`)]);
    }
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    expect((await cli(scratchFolder(), ['--version'])).out.trim()).toBe(version);
  });

  it.each([
    [['frobnicate'], /unknown command/],
    [['seed', '--users', 'many'], /--users .*whole number/],
    [['seed', '--fraud-rate', '1.5'], /share from 0 to 1/],
    [['seed', '--level', 'impossible'], /Allowed choices are easy, typical/],
    [['seed', '--start', '2025-01-01'], /ISO 8601 time with a zone/],
    [['detect', '--engine', 'magic'], /Allowed choices/],
    [['detect', '--as-of', 'yesterday'], /ISO 8601/],
    [['cycles', 'file.txt'], /--window/],
    [['import', 'nonsense', 'x'], /Allowed choices/],
    [['import', 'events'], /missing required argument/],
    [['stats', '--store', 'mysql://root:secret@db/x'], /store "mysql:…"/],
    [['detectors', '--colour'], /unknown option/],
  ])('ends %j with exit code 2', async (args, message) => {
    const result = await cli(scratchFolder(), args);
    expect(result.code, result.err).toBe(2);
    expect(result.err).toMatch(message);
    expect(result.err).not.toMatch(/secret|at .*\.ts:/);
    expect(result.out).toBe('');
  });
});

describe('a store', () => {
  it('has to exist before it is read, and the message says how to make one', async () => {
    const folder = scratchFolder();
    for (const command of ['stats', 'rings', 'detect', 'doctor']) {
      const result = await cli(folder, [command, '--json']);
      expect([command, result.code, errorOf(result).code]).toEqual([command, 1, 'STORE_MISSING']);
      expect(errorOf(result).wayOut).toMatch(/init-db/);
    }
    expect(existsSync(join(folder, 'ringfence.db'))).toBe(false);
  });

  it('is made once and left alone after', async () => {
    const folder = scratchFolder();
    expect((await cli(folder, ['init-db'])).code).toBe(0);
    writeFileSync(join(folder, 'one.ndjson'), JSON.stringify(EVENT));
    expect((await cli(folder, ['import', 'events', 'one.ndjson'])).code).toBe(0);
    expect((await cli(folder, ['init-db', '--json'])).json<{ head: number }>().head).toBe(1);
  });

  it('is removed only when the user says so', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'one.ndjson'), JSON.stringify(EVENT));
    await cli(folder, ['import', 'events', 'one.ndjson']);
    for (const args of [
      ['init-db', '--drop'],
      ['init-db', '--drop', '--json'],
      ['seed', '--drop-tables', '--json'],
    ]) {
      const result = await cli(folder, args, 'y\n');
      expect([args, result.code]).toEqual([args, 2]);
      expect(result.err).toMatch(/--yes/);
    }
    expect((await cli(folder, ['stats', '--json'])).json<{ head: number }>().head).toBe(1);
    expect((await cli(folder, ['init-db', '--drop', '--yes', '--json'])).json<{ head: number }>().head).toBe(
      0,
    );
  });

  it('is never removed when it is somebody else’s file', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'letter.txt'), 'not a store');
    const result = await cli(folder, ['init-db', '--drop', '--yes', '--store', 'sqlite:letter.txt']);
    expect(result.code).toBe(1);
    expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('not a store');
  });
});

describe('a world', () => {
  it('has the same bytes for the same seed, whether written or stored', async () => {
    const folder = scratchFolder();
    const args = ['seed', '--users', '300', '--seed', '11', '--days', '30', '--level', 'easy'];
    await Promise.all(['a', 'b'].map((out) => cli(folder, [...args, '--out', out])));
    for (const file of ['events.ndjson', 'truth.json']) {
      expect(sha256(join(folder, 'a', file))).toBe(sha256(join(folder, 'b', file)));
    }
    const stored = await cli(folder, [...args, '--truth', 'truth.json', '--json']);
    expect(sha256(join(folder, 'truth.json'))).toBe(sha256(join(folder, 'a', 'truth.json')));
    const again = (await cli(folder, ['import', 'events', 'a/events.ndjson', '--json'])).json<
      Record<string, number>
    >();
    expect(again).toMatchObject({
      accepted: 0,
      duplicates: stored.json<{ events: number }>().events,
      conflicts: 0,
      quarantined: 0,
    });
  });

  it('goes all the way: seed, detect, rings, ring, evaluate, export, import again', async () => {
    const folder = scratchFolder();
    await cli(folder, ['seed', '-u', '600', '-s', '5', '--level', 'easy', '--truth', 'truth.json']);
    const detected = (await cli(folder, ['detect', '--json'])).json<Detected>();
    expect(detected.rings.length).toBeGreaterThan(0);
    expect(detected.rings[0]).toMatchObject({
      risk: null,
      members: expect.any(Array),
      findings: expect.any(Array),
    });
    for (const finding of detected.findings) expect(finding.strength).toBeLessThanOrEqual(1);

    const listed = (await cli(folder, ['rings', '--json'])).json<Detected>();
    expect(listed.rings.map((ring) => ring.id).toSorted()).toEqual(
      detected.rings.map((ring) => ring.id).toSorted(),
    );
    const one = (await cli(folder, ['ring', detected.rings[0].id, '--json'])).json<{
      history: unknown[];
      findings: { evidence: unknown[] }[];
    }>();
    expect(one.history.length).toBeGreaterThan(0);
    expect(one.findings.every((finding) => finding.evidence.length > 0)).toBe(true);

    const evaluation = (await cli(folder, ['evaluate', '--truth', 'truth.json', '--json'])).json<{
      precision: number;
      recall: number;
    }>();
    expect(evaluation.precision).toBeGreaterThan(0);

    await cli(folder, ['export', 'events', '--out', 'all.ndjson']);
    await cli(folder, ['import', 'events', 'all.ndjson', '--store', 'sqlite:copy.db']);
    const copy = (await cli(folder, ['detect', '--store', 'sqlite:copy.db', '--json'])).json<Detected>();
    expect(copy.findings).toEqual(detected.findings);
    expect(copy.rings).toEqual(detected.rings);
  });

  it('is only looked at by a what-if', async () => {
    const folder = scratchFolder();
    await cli(folder, ['seed', '-u', '300', '-s', '5', '--level', 'easy']);
    await cli(folder, ['detect']);
    const before = (await cli(folder, ['rings', '--json'])).out;
    const whatIfs = [
      ['--as-of', '2025-01-05T00:00:00Z'],
      ['--set', 'device-sharing.minUsers=2'],
      ['--detectors', 'kiting-cycle'],
    ];
    for (const args of whatIfs) {
      const result = (await cli(folder, ['detect', ...args, '--json'])).json<{ saved: boolean }>();
      expect(result.saved).toBe(false);
    }
    expect((await cli(folder, ['rings', '--json'])).out).toBe(before);
    const wrong = await cli(folder, ['detect', '--set', 'kiting-cycle.windw=7d', '--json']);
    expect([wrong.code, errorOf(wrong).code]).toEqual([2, 'OPTION_INVALID']);
    expect(errorOf(wrong).message).toMatch(/window/);
  });
});

interface Detected {
  readonly findings: { id: string; strength: number }[];
  readonly rings: { id: string }[];
}

describe('export', () => {
  it('keeps spreadsheets from running what a name says', async () => {
    const folder = scratchFolder();
    const user = '=HYPERLINK("http://x")';
    writeFileSync(join(folder, 'one.ndjson'), JSON.stringify({ ...EVENT, user }));
    await cli(folder, ['import', 'events', 'one.ndjson']);
    const { out } = await cli(folder, ['export', 'entities', '--format', 'csv']);
    expect(out).toContain(`"'=HYPERLINK(""http://x"")"`);
    const edges = (await cli(folder, ['export', 'edges'])).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(edges).toEqual([
      { type: 'USES_DEVICE', from: user, to: 'd1', first: EVENT.at, last: EVENT.at, count: 1 },
    ]);
  });
});

it('counts cycles of an edge list', async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'edges.txt'), 'a b 10\nb c 20\nc a 30\nb a 40\na a 50\n');
  const result = (await cli(folder, ['cycles', 'edges.txt', '--window', '90s', '--json'])).json();
  expect(result).toMatchObject({ edges: 4, total: 2, byLength: { 2: 1, 3: 1 }, truncated: false });
});

it('lists every detector with defaults and their sources', async () => {
  const list = (await cli(scratchFolder(), ['detectors', '--json'])).json<
    { name: string; onRequest: boolean; options: { name: string; source: string }[] }[]
  >();
  // Those that run unless others are named.
  const usual = list.filter(({ onRequest }) => !onRequest);
  expect(usual.map(({ name }) => name).toSorted()).toEqual([
    'co-sharing',
    'device-sharing',
    'ip-recycling',
    'kiting-cycle',
    'mule-network',
    'round-trip',
    'shared-identity',
  ]);
  for (const { options } of list)
    for (const option of options) expect(option.source, option.name).not.toBe('');
});

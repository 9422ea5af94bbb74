import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importTexts, type Imported } from '../../../support/import-text.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const folder = tempFolder();
const NOON = Date.UTC(2025, 0, 31, 12);

/** A mapping of one table `t` with one event a row. */
function session(fields: string, table = ''): string {
  return `tables:\n  t:\n${table}    events:\n      - kind: session\n${fields
    .split('\n')
    .map((line) => `        ${line}\n`)
    .join('')}`;
}

function run(text: string, files: Record<string, string | Buffer>, options = {}): Promise<Imported> {
  return importTexts(folder, 'csv', files, { text, ...options });
}

/** What became of the time in one cell. */
async function timeOf(cell: string, time: string): Promise<number | string> {
  const text = session(`id: x\nuser: u\nat: ${time}`);
  const { events, bad } = await run(text, { 't.csv': `t,other\n"${cell}",1\n` });
  return events[0]?.at ?? bad[0].reason;
}

/** What became of the amount in one cell, in the balance of an account. */
async function moneyOf(cell: string, money: string): Promise<unknown> {
  const text = `currencies: { XBT: 8 }\ntables:\n  t:\n    events:\n      - { kind: balance, id: x, at: "2025-01-01", account: a, available: { value: "0", currency: EUR }, ledger: ${money} }\n`;
  const { events, bad } = await run(text, { 't.csv': `m,ccy\n"${cell}",XBT\n` });
  return events[0]?.kind === 'balance' ? events[0].ledger : bad[0].reason;
}

describe('templates', () => {
  it('join columns and text, with braces doubled, and are blank when one of their columns is', async () => {
    const { events } = await run(
      session("id: '{{{a}}}/{b}'\nuser: '{b}'\nat: '2025-01-01'\ndevice: '{a}-{c}'"),
      {
        't.csv': 'a,b,c\n1,2,\n3,4,5\n',
      },
    );
    expect(events).toMatchObject([
      { id: '{1}/2', user: '2' },
      { id: '{3}/4', device: '3-5' },
    ]);
    expect(events[0]).not.toHaveProperty('device');
  });

  it('know line, file and a hash of the row', async () => {
    const row = 'u,1\n';
    const { events } = await run(session("id: '{$hash}/{$file}/{$line}'\nuser: '{a}'\nat: '2025-01-01'"), {
      't.csv.gz': gzipSync(`a,b\n${row}\n${row}`),
    });
    const [first, second] = events.map(({ id }) => id.split('/'));
    expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 't.csv', '2']);
    expect(second).toEqual([`${first[0]}#2`, 't.csv', '4']);
  });

  it('keep cells verbatim unless trimmed, and count blanks as nothing', async () => {
    const files = { 't.csv': 'a,b\n" 007 ",NULL\n' };
    const fields = "id: x\nat: '2025-01-01'\nuser: '{a}'\ndevice: '{b}'";
    expect((await run(session(fields), files)).events).toMatchObject([{ user: ' 007 ', device: 'NULL' }]);
    const trimmed = await run(session(fields, '    trim: true\n    blank: [NULL]\n'), files);
    expect(trimmed.events).toMatchObject([{ user: '007' }]);
    expect(trimmed.events[0]).not.toHaveProperty('device');
  });
});

describe('values', () => {
  it('split, change case, map and fall back', async () => {
    const fields = `id: '{id}'
at: '2025-01-01'
user: { column: u, split: '|', part: -1, case: upper }
device: { column: d, default: 'none-{id}' }
outcome: { column: r, map: { Y: success }, otherwise: failure }`;
    const { events } = await run(session(fields), { 't.csv': 'id,u,d,r\n1,a|b,,Y\n2,c,D,Q\n3,d,,\n' });
    expect(events).toMatchObject([
      { user: 'B', device: 'none-1', outcome: 'success' },
      { user: 'C', device: 'D', outcome: 'failure' },
      { user: 'D', device: 'none-3' },
    ]);
  });

  it('set a row apart whose code the map does not have', async () => {
    const fields = "id: '{id}'\nat: '2025-01-01'\nuser: u\noutcome: { column: r, map: { Y: success } }";
    const { report, bad } = await run(session(fields), { 't.csv': 'id,r\n1,Y\n2,Q\n' });
    expect(report).toMatchObject({ accepted: 1, quarantined: 1 });
    expect(bad).toMatchObject([{ line: 3, field: 'r', reason: expect.stringContaining('one of Y') }]);
  });

  it('look up in another table, through let, and leave out what is not there', async () => {
    const text = `tables:
  payments:
    header: [ref]
    let:
      owner: { lookup: accounts, by: '{bank}:{account}', take: customer }
      phone: { lookup: customers, by: '{owner}', take: phone }
    events:
      - { kind: session, id: '{ref}', at: '2025-01-01', user: '{owner}', device: '{phone}' }
  accounts: { header: [number], key: '{bank}:{number}' }
  customers: { header: [phone], key: id }
`.replace('take: customer }', 'take: customer }');
    const { events, bad, report } = await run(text, {
      'p.csv': 'ref,bank,account\n1,01,7\n2,1,7\n3,02,8\n',
      'a.csv': 'bank,number,customer\n01,7,K1\n02,8,K2\n02,8,K3\n',
      'c.csv': 'id,phone\nK1,+44\n',
    });
    expect(events).toMatchObject([
      { id: '1', user: 'K1', device: '+44' },
      { id: '3', user: 'K2' },
    ]);
    expect(bad).toMatchObject([
      { line: 4, field: 'bank', reason: expect.stringContaining('a key that no row before has') },
      { line: 3, field: 'user' },
    ]);
    expect(report.rows).toBe(4);
  });
});

describe('times', () => {
  it.each([
    ['2025-01-31T12:00:00Z', "'{t}'", NOON],
    ['2025-01-31T13:00:00+01:00', "'{t}'", NOON],
    ['2025-01-31 12:00:00.250', "'{t}'", NOON + 250],
    ['2025-01-31', "'{t}'", NOON - 12 * 3_600_000],
    ['2025-01-31 13:00', '{ column: t, zone: Europe/Berlin }', NOON],
    ['2025-07-31 14:00', '{ column: t, zone: Europe/Berlin }', Date.UTC(2025, 6, 31, 12)],
    ['2025-10-26 02:30', '{ column: t, zone: Europe/Berlin }', Date.UTC(2025, 9, 26, 0, 30)],
    ['1738324800', '{ column: t, format: epoch-seconds }', NOON],
    ['1738324800.5', '{ column: t, format: epoch-seconds }', NOON + 500],
    ['1738324800000', '{ column: t, format: epoch-milliseconds }', NOON],
    ['31.01.2025 12:00', "{ column: t, format: 'DD.MM.YYYY HH:mm' }", NOON],
    ['1/31/2025 12:00 PM', "{ column: t, format: 'M/D/YYYY H:mm A' }", NOON],
    ['31-Jan-2025 12:00:00', "{ column: t, format: 'DD-MMM-YYYY HH:mm:ss', zone: '+00:00' }", NOON],
    ['732', '{ column: t, unit: hours, from: 2025-01-01T00:00:00Z }', NOON],
    ['30', '{ column: t, unit: days, from: 2025-01-01T00:00:00Z, plus: 12h }', NOON],
    ['x', '2025-01-31T12:00:00Z', NOON],
  ])('read "%s" by %s', async (cell, time, wanted) => expect(await timeOf(cell, time)).toBe(wanted));

  it.each([
    ['2025-02-30', "'{t}'"],
    ['31.02.2025', '{ column: t, format: DD.MM.YYYY }'],
    ['2025-03-30 02:30', '{ column: t, zone: Europe/Berlin }'],
    ['13/13/2025', '{ column: t, format: M/D/YYYY }'],
    ['1e9', '{ column: t, format: epoch-seconds }'],
    ['', "'{t}'"],
  ])('refuse "%s" by %s', async (cell, time) => expect(await timeOf(cell, time)).toMatch(/wanted/));
});

describe('amounts', () => {
  it.each([
    ['12.5', '{ column: m, currency: EUR }', 1250, 'EUR'],
    ['1250', '{ column: m, currency: EUR, unit: minor }', 1250, 'EUR'],
    ['-1.234,50', "{ column: m, currency: EUR, decimal: ',', group: '.', sign: absolute }", 123_450, 'EUR'],
    ['1,234.5', "{ column: m, currency: EUR, group: ',', sign: negate }", -123_450, 'EUR'],
    ['0.00000001', "{ column: m, currency: '{ccy}' }", 1, 'XBT'],
    ['100.5', '{ column: m, currency: JPY, round: true }', 100, 'JPY'],
    ['3', '{ column: m, currency: { column: ccy, map: { XBT: KWD } } }', 3000, 'KWD'],
  ])('read "%s" by %s', async (cell, money, minor, currency) =>
    expect(await moneyOf(cell, money)).toEqual({ minor, currency }),
  );

  it.each([
    ['1.234', '{ column: m, currency: EUR }'],
    ['1.5', '{ column: m, currency: EUR, unit: minor }'],
    ['1.5', "{ column: m, currency: EUR, decimal: ',' }"],
    ['1', '{ column: m, currency: XYZ }'],
    ['one', '{ column: m, currency: EUR }'],
  ])('refuse "%s" by %s', async (cell, money) => expect(await moneyOf(cell, money)).toMatch(/wanted/));
});

describe('events', () => {
  it('come when their conditions hold, and once for each part of a cell', async () => {
    const text = `tables:
  t:
    when: { keep: { not: [no, NO] } }
    events:
      - kind: session
        id: '{id}/{device}'
        at: '2025-01-01'
        user: '{id}'
        device: '{device}'
        each: { column: devices, split: ';', as: device }
      - { kind: bank-connection, id: '{id}/b', at: '2025-01-01', user: '{id}', when: [{ n: { above: 5 } }, { n: { below: -5 }, id: { starts: x, ends: y, contains: x } }] }
      - { kind: bank-connection, id: '{id}/c', at: '2025-01-01', user: '{id}', when: { n: { blank: true } } }
`;
    const { events, report } = await run(text, {
      't.csv': 'id,devices,n,keep\n1,a; b;a;,6,yes\nxy,,-6,\n3,,,\n4,d,1,no\n5,,5,\n',
    });
    expect(events.map(({ id }) => id)).toEqual(
      ['1/a', '1/b', '1/b', 'xy/b', '3/c'].filter((id, i, all) => all.indexOf(id) === i),
    );
    expect(report).toMatchObject({ rows: 5, skipped: 2 });
  });

  it('of every shape can be written: keys, subjects, objects, numbers, truths', async () => {
    const text = `source: bank
tables:
  t:
    events:
      - { kind: retraction, id: r, at: '2025-01-01', of: { source: other, id: '{a}' }, reason: wrong }
      - { kind: settlement, id: s, at: '2025-01-01', of: '{a}', status: settled, availableAt: { value: '2025-01-01', plus: 2d } }
      - { kind: label, id: l, at: '2025-01-01', subject: { type: User, id: '{a}' }, verdict: fraud }
      - { kind: reference, id: f, at: '2025-01-01', subject: { type: IpAddress, id: '{ip}' }, isVpn: '{vpn}', merchantRisk: '{risk}', allowList: { owner: '{blank}', expiry: '{blank}' } }
      - { kind: session, id: g, at: '2025-01-01', user: '{a}', location: { lat: '{lat}', lon: '{lon}' }, source: app }
      - { kind: transfer, id: t, at: '2025-01-01', from: a, to: b, amount: { value: '1', currency: EUR }, balances: { fromBefore: { column: lat, currency: EUR } } }
`;
    const { events, bad } = await run(text, {
      't.csv': 'a,ip,vpn,risk,blank,lat,lon\nA,203.0.113.7,Y,70,,51.5,-0.13\n',
    });
    expect(bad).toEqual([]);
    expect(events).toMatchObject([
      { source: 'bank', of: ['other', 'A'] },
      { of: ['bank', 'A'], availableAt: Date.UTC(2025, 0, 3) },
      { subject: { type: 'User', id: 'A' } },
      { isVpn: true, merchantRisk: 70 },
      { source: 'app', location: { lat: 51.5, lon: -0.13 } },
      { balances: { fromBefore: 5150 } },
    ]);
    expect(events[3]).not.toHaveProperty('allowList');
    expect((await run(text, { 't.csv': 'a,ip,vpn,risk,blank,lat,lon\n' }, { source: 'x' })).events).toEqual(
      [],
    );
  });
});

describe('files', () => {
  const fields = "id: '{id}'\nat: '2025-01-01'\nuser: '{user}'";

  it('have other delimiters, encodings, titles, and no header', async () => {
    const latin = Buffer.from('Titel\nnoch einer\nid\tuser\n1\tZoë\n', 'latin1');
    const table = '    delimiter: tab\n    encoding: windows-1252\n    skip: 2\n';
    expect((await run(session(fields, table), { 't.txt': gzipSync(latin) })).events).toMatchObject([
      { user: 'Zoë' },
    ]);
    const wide = Buffer.from('\ufeffid;user\r\n1;Zoë\r\n', 'utf16le');
    const utf16 = "    delimiter: ';'\n    encoding: utf-16le\n";
    expect((await run(session(fields, utf16), { 't.txt': wide })).events).toMatchObject([{ user: 'Zoë' }]);
    const bare = '    columns: [id, user]\n';
    expect((await run(session(fields, bare), { 't.txt': '1,a\n2,b,c\n' })).bad).toMatchObject([{ line: 2 }]);
  });

  it('are known by name or by columns; others in a folder are passed over, and refused when named', async () => {
    const text = session(fields, '    file: [in-?.csv, "*.data"]\n');
    const files = {
      'in-1.csv': 'id,user\n1,a\n',
      'x.data.gz': gzipSync('id,user\n2,b\n'),
      'other.csv': 'id,user\n3,c\n',
    };
    const { events, report } = await run(text, files);
    expect(events.map(({ id }) => id)).toEqual(['1', '2']);
    expect(report.ignored).toMatchObject([{ file: expect.stringContaining('other.csv') }]);
    await expect(run(text, files, { paths: ['other.csv'] })).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
  });

  it('that lack a column are refused with the line of the mapping and the likely name', async () => {
    const text = session(fields, '    file: t.csv\n');
    await expect(run(text, { 't.csv': 'id,usr\n1,a\n' })).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
      message: expect.stringMatching(
        /mapping\.yaml line 8: tables\.t\.events\.0\.user: .*t\.csv is the table t and has no column "user"; did you mean usr\? wanted one of id, usr/,
      ),
    });
    await expect(run(session(fields), { 't.csv': 'id,usr\n1,a\n' })).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringMatching(/missing: user; found: id, usr \(did you mean usr by user\?\)/),
    });
  });

  it('that could be two tables are refused', async () => {
    const text = `tables:\n  a: { key: id }\n  b: { key: id }\n`;
    await expect(run(text, { 't.csv': 'id\n1\n' })).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    // Without look-ups nothing is asked of either, so both fit.
    await expect(run(text, { 't.csv': 'id\n1\n' })).rejects.toThrow(/could be a and b/);
  });
});

describe('a mapping that is wrong names its line, its place and what was wanted', () => {
  const event = "kind: session\n        id: x\n        at: '2025-01-01'\n        user: '{u}'";
  const mapping = (more: string): string => `tables:\n  t:\n    events:\n      - ${event}\n${more}`;
  it.each([
    ['tables: [', /line 1: no YAML/],
    ['tables:\n  t: {}\n  t: {}\n', /line 3: no YAML: Map keys must be unique/],
    ['table: {}\n', /line 1: table: "table" is no part of a mapping .*did you mean tables\?/],
    ['source: x\n', /line 1: tables is missing/],
    ['tables:\n  t:\n    event: []\n', /line 3: tables\.t\.event: .*did you mean events\?/],
    ['tables:\n  t: {}\n', /line 2: tables\.t: has neither events nor a key/],
    [
      mapping('        usr: u\n'),
      /line 8: tables\.t\.events\.0\.usr: "usr" is no field of session; did you mean user\?/,
    ],
    [mapping('        outcome: sucess\n'), /line 8: .*"sucess" is no outcome; did you mean success\?/],
    [mapping('        outcome: { column: r, map: { Y: sucess } }\n'), /line 8: .*"sucess" is no outcome/],
    [mapping("        ip: '{a'\n"), /line 8: .*a brace without its pair/],
    [
      mapping('        ip: { colum: a }\n'),
      /line 8: .*"colum" is no part of a value .*did you mean column\?/,
    ],
    [mapping('        ip: { column: a, value: b }\n'), /wanted one of column, value and lookup/],
    [mapping("        ip: { lookup: x, by: '{u}', take: y }\n"), /"x" is no table; .*wanted one of t/],
    [mapping("        ip: { lookup: t, by: '{u}', take: y }\n"), /the table t has no key/],
    [mapping('        ip: { column: a, part: 1 }\n'), /is said without split/],
    [mapping("        ip: '{$lin}'\n"), /"\$lin" is no name of a row; did you mean \$line\?/],
    [mapping('        when: u\n'), /wanted conditions by column/],
    [mapping('        when: { u: { is: 1 } }\n'), /"is" is no part of a test/],
    [
      mapping("        location: { lat: '1', long: '2' }\n"),
      /"long" is no part of location; did you mean lon\?/,
    ],
    [
      mapping('').replace('session', 'sesion'),
      /line 4: .*"sesion" is no kind of event; did you mean session\?/,
    ],
    [mapping('').replace("        user: '{u}'", ''), /line 4: tables\.t\.events\.0: a session needs user/],
    [mapping('').replace("'2025-01-01'", 'yesterday'), /line 6: .*"yesterday" is no time; wanted ISO 8601/],
    [mapping('').replace("'2025-01-01'", '{ column: a, format: DD.MM }'), /"DD\.MM" is no format/],
    [mapping('').replace("'2025-01-01'", '{ column: a, zone: Mars }'), /"Mars" is no zone/],
    [mapping('').replace("'2025-01-01'", '{ column: a, unit: weeks }'), /is "weeks"; wanted days, hours/],
    [mapping('').replace("'2025-01-01'", '{ column: a, plus: soon }'), /"soon" is no duration/],
    [
      mapping('').replace('    events', '    columns: [a, b]\n    events'),
      /"u" is no column; wanted one of a, b/,
    ],
    [mapping('').replace('    events', '    delimiter: ";;"\n    events'), /wanted one character, or tab/],
    [mapping('').replace('    events', '    encoding: klingon\n    events'), /"klingon" is no encoding/],
    [
      'tables:\n  t:\n    events:\n      - { kind: balance, id: x, at: 2025-01-01, account: a, ledger: "{m}", available: "{m}" }\n',
      /line 4: tables\.t\.events\.0\.ledger: says no currency/,
    ],
  ])('%j', async (text, message) => {
    await expect(run(text, { 't.csv': 'u\n1\n' })).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
      entry: { exit: 1 },
      message: expect.stringMatching(message),
    });
  });

  it('and csv without a mapping, or another format with one, is wrong usage', async () => {
    await expect(importTexts(folder, 'csv', { 't.csv': 'a\n' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(
      importTexts(folder, 'rift', { 't.csv': 'a\n' }, { text: 'tables: {}' }),
    ).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});

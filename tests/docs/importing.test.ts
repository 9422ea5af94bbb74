import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, WIRE_SHAPES } from '../../src/graph/model/event.ts';
import { DATASETS } from '../../src/ingest/datasets/registry.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { encodeEvent } from '../../src/ingest/encode.ts';
import { MAPPING, MONEY, TABLE, TEXT, TIME } from '../../src/ingest/mapping/shapes.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { importTexts } from '../support/import-text.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { blocksOf, ROOT } from './markdown.ts';

const folder = tempFolder();
const PAGE = 'docs/importing.md';
const text = readFileSync(join(ROOT, PAGE), 'utf8');

/** Rows of the page's tables by their first cell, which stands in backticks. */
const rows = new Map(
  [...text.matchAll(/^\| `([\w-]+)` +\|(.*)\|$/gm)].map((match) => [
    match[1],
    match[2].split('|').map((cell) => cell.trim()),
  ]),
);

describe(PAGE, () => {
  it('shows events that are read as they stand, and written back the same', () => {
    const block = blocksOf(PAGE).find(({ language }) => language === 'ndjson')!;
    const lines = block.text.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const event = decodeEvent(JSON.parse(line), new CurrencyTable());
      expect(decodeEvent(encodeEvent(event), new CurrencyTable())).toEqual(event);
    }
  });

  it.each(EVENT_KINDS)('lists what a %s needs and what it may have', (kind) => {
    const { properties, required } = WIRE_SHAPES[kind];
    const common = new Set(['source', 'id', 'kind', 'at', 'observedAt']);
    const own = Object.keys(properties).filter((name) => !common.has(name));
    const needs = own.filter((name) => (required as readonly string[]).includes(name));
    expect(rows.get(kind)).toEqual([
      needs.join(', '),
      own.filter((name) => !needs.includes(name)).join(', '),
    ]);
  });

  it('shows a mapping with tables that give the events shown', async () => {
    const after = blocksOf(PAGE).slice(blocksOf(PAGE).findIndex(({ language }) => language === 'yaml'));
    const [people, payments] = after.filter(({ language }) => language === 'csv');
    const wanted = after.find(({ language }) => language === 'ndjson')!;
    const files = { 'people.csv': people.text, 'payments.csv': payments.text };
    const { events, report } = await importTexts(folder, 'csv', files, { text: after[0].text });
    expect(events.map((event) => decodeEvent(encodeEvent(event), new CurrencyTable()))).toEqual(
      wanted.text
        .trimEnd()
        .split('\n')
        .map((line) => decodeEvent(JSON.parse(line), new CurrencyTable())),
    );
    expect(report).toMatchObject({ rows: 3, skipped: 1, quarantined: 0 });
  });

  it.each([
    ['at the top', MAPPING],
    ['of a table', TABLE],
    ['in a value', TEXT],
    ['in a time', TIME],
    ['in an amount', MONEY],
  ])('says what may stand %s of a mapping', (heading, { schema }) => {
    const table = new RegExp(`^\\| ${heading} .*\\n((?:\\|.*\\n)+)`, 'm').exec(text)![1];
    const listed = table
      .split('\n')
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]));
    const own =
      heading === 'in a time' || heading === 'in an amount' ? Object.keys(TEXT.schema.properties) : [];
    expect(listed.toSorted()).toEqual(
      Object.keys(schema.properties)
        .filter((name) => !own.includes(name))
        .toSorted(),
    );
  });

  it('lists every format that can be imported, and what it takes', () => {
    for (const { name } of DATASETS) expect(rows.get(name)?.[0], name).toBeTruthy();
  });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cypherText } from '../../src/store/neo4j/cypher-files.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const sources = globSync('src/**/*.ts', { cwd: ROOT }).sort();
const statements = globSync('cypher/**/*.cypher', { cwd: ROOT }).sort();

/** Node and relationship patterns, parameters of Cypher, and clauses that no other language has. */
const CYPHER =
  /\(\w*:[A-Z]\w*[\s{)]|-\[\w*:[A-Z_]+|\bMATCH\s*\(|\bMERGE\s*\(|\bUNWIND\s+\$|\bDETACH\s+DELETE\b|\bCALL\s+db\./;
/** Text in quotes or back quotes. */
const TEXTS = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** Comments go first: they may speak of Cypher, and an apostrophe in them is no quote. */
function textsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  return code.match(TEXTS) ?? [];
}

it('keeps Cypher out of TypeScript: it stands in files of its own, whole', () => {
  const found = sources.flatMap((file) =>
    textsOf(read(file)).flatMap((text) => (CYPHER.test(text) ? [`${file}: ${text.slice(0, 60)}`] : [])),
  );
  expect(found).toEqual([]);
});

it('recognises Cypher where it does stand in a string', () => {
  for (const text of [
    'MATCH (n) RETURN n',
    'MATCH (n:User {id: $id})',
    'CREATE (:Event)',
    'UNWIND $rows AS r',
  ]) {
    expect(
      textsOf(`run(\`${text}\`)`).some((found) => CYPHER.test(found)),
      text,
    ).toBe(true);
  }
});

it('hands the driver only texts that were read from a file', () => {
  const calls = sources
    .filter((file) => read(file).includes('neo4j-driver'))
    .flatMap((file) => [
      ...read(file).matchAll(/\b(?:session|transaction|tx|driver)\.(?:run|executeQuery)\(([^,)]*)/g),
    ])
    .map(([, argument]) => argument.trim());
  expect(calls.length).toBeGreaterThan(0);
  for (const argument of calls) expect(argument).toMatch(/^cypherText\(/);
});

it('holds one statement a file, which ends without a semicolon', () => {
  expect(statements.length).toBeGreaterThan(0);
  for (const file of statements) {
    const code = read(file).replaceAll(/^\s*\/\/.*$/gm, '');
    expect(code.trim(), file).not.toBe('');
    expect(code.includes(';'), `${file} has a semicolon`).toBe(false);
  }
});

it('makes schema statements repeatable, and names what they make and drop', () => {
  const forms = [
    [/^cypher\/schema\/v\d+-(?:unique|index)-/, /CREATE (?:CONSTRAINT|INDEX) ringfence_\w+ IF NOT EXISTS/],
    [/^cypher\/schema\/v\d+-drop-/, /DROP (?:CONSTRAINT|INDEX) ringfence_\w+ IF EXISTS/],
    [/^cypher\/schema\/v\d+-set-/, /IS NULL\b[\s\S]* IN TRANSACTIONS OF \d+ ROWS/],
  ] as const;
  for (const file of statements.filter((name) => name.startsWith('cypher/schema/'))) {
    const text = cypherText(file.slice('cypher/'.length, -'.cypher'.length));
    const form = forms.find(([names]) => names.test(file));
    expect(form, file).toBeDefined();
    expect(text, file).toMatch(form![1]);
  }
});

it('uses every statement of the store', () => {
  const code = sources
    .filter((file) => file.includes('store/neo4j/'))
    .map(read)
    .join('\n');
  const templates = [...code.matchAll(/`store\/([\w-]+)-\$\{/g)].map(([, prefix]) => `${prefix}-`);
  const unused = statements
    .filter((file) => file.startsWith('cypher/store/'))
    .map((file) => file.slice('cypher/'.length, -'.cypher'.length))
    .filter((name) => {
      const isNamed = code.includes(`'${name}'`) || code.includes(`'${name.slice('store/'.length)}'`);
      return !isNamed && !templates.some((prefix) => name.startsWith(`store/${prefix}`));
    });
  expect(unused).toEqual([]);
});

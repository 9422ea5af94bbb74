import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isCompleteJarFolder, jarCacheFolder } from '../../../tools/neo4j/jar-cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jar-cache-'));
  writeFileSync(join(folder, 'one.jar'), 'twelve bytes');
  writeFileSync(join(folder, 'jars.json'), '{"jars":{"one.jar":12}}');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('takes a folder whose jars are all there in full', () => {
  expect(isCompleteJarFolder(folder)).toBe(true);
});

it('does not take a folder with a jar missing', () => {
  rmSync(join(folder, 'one.jar'));
  expect(isCompleteJarFolder(folder)).toBe(false);
});

it('does not take a folder with a jar cut short', () => {
  truncateSync(join(folder, 'one.jar'), 5);
  expect(isCompleteJarFolder(folder)).toBe(false);
});

it('does not take a folder whose manifest is missing, cut short or empty', () => {
  writeFileSync(join(folder, 'jars.json'), '{"jars":{"one.j');
  expect(isCompleteJarFolder(folder)).toBe(false);
  writeFileSync(join(folder, 'jars.json'), '{"jars":{}}');
  expect(isCompleteJarFolder(folder)).toBe(false);
  rmSync(join(folder, 'jars.json'));
  expect(isCompleteJarFolder(folder)).toBe(false);
});

it('keeps the cache where the environment says, else in the cache folder of the user', () => {
  expect(jarCacheFolder({ RINGFENCE_NEO4J_CACHE: '/here', XDG_CACHE_HOME: '/there' })).toBe('/here');
  expect(jarCacheFolder({ XDG_CACHE_HOME: '/there' })).toBe('/there/ringfence/neo4j');
  expect(jarCacheFolder({})).toMatch(/\.cache.ringfence.neo4j$/);
});

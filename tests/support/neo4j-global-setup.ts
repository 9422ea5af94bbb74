/**
 * Run once by vitest before the `neo4j` project, and only if a file of that project is to run: finds one server
 * for all of them. They run one after another, each on an emptied database. Never throws: that would end the run
 * before the tests that need no server have run. The files that call `neo4jServer` are skipped or fail.
 */
import type { TestProject } from 'vitest/node';
import { takeRoad } from './neo4j-roads.ts';

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const held = await takeRoad('lts');
    if ('server' in held) {
      project.provide('neo4j', { server: held.server });
      return held.release;
    }
    project.provide('neo4j', held);
  } catch (error) {
    project.provide('neo4j', { failure: error instanceof Error ? error.message : String(error) });
  }
  return undefined;
}

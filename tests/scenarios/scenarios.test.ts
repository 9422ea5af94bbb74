import { expect, test } from 'vitest';
import { embeddedStore, inMemory } from '../support/engines.ts';
import { loadScenarios } from '../support/scenario.ts';
import { testScenarios } from './scenario-suite.case.ts';

test('titles are unique', () => {
  const scenarios = loadScenarios();
  expect(new Set(scenarios.map(({ title }) => title)).size).toBe(scenarios.length);
});

testScenarios('in memory', inMemory);
testScenarios('through the embedded store', embeddedStore);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_POLICY } from '../../src/risk/decision/default-policy.ts';
import { PAYSIM_RULES } from '../../src/risk/paysim/predict-paysim.ts';
import { DEFAULT_RULES, RULE_FEATURES } from '../../src/risk/rules/default-rules.ts';
import { readRuleSet } from '../../src/risk/rules/read-rule-set.ts';
import type { Effect, RuleSet } from '../../src/risk/rules/rule.ts';
import { blocksOf, ROOT } from './markdown.ts';

const page = readFileSync(join(ROOT, 'docs/risk.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

function shown(effect: Effect): string {
  if ('raise' in effect) return `raise ${effect.raise}`;
  if (!('decide' in effect)) return `floor ${effect.floor}`;
  return `decide ${effect.decide}${effect.floor === undefined ? '' : `, floor ${effect.floor}`}`;
}

it.each<[string, RuleSet]>([
  ['default', DEFAULT_RULES],
  ['PaySim', PAYSIM_RULES],
])('documents every rule of the %s set with its effect and source', (_, { rules }) => {
  for (const { id, effect, source } of rules)
    expect(rows).toContainEqual(['', `\`${id}\``, expect.any(String), shown(effect), source, '']);
});

it('has an example that is right', () => {
  const example = blocksOf('docs/risk.md').find(({ language }) => language === 'yaml')!;
  expect(readRuleSet(parse(example.text), RULE_FEATURES).rules).toHaveLength(1);
});

it('states the limits of the policy as they are', () => {
  const { approve, deny } = DEFAULT_POLICY.legitimacy;
  expect(page).toContain(`from ${approve} on approve, up to ${deny} deny`);
});

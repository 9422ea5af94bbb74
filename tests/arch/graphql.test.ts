import { buildSchema, findBreakingChanges, isScalarType } from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeSchema } from '../../src/resolvers/schema.ts';
import { GOLDEN, goldenText, ROOT, TYPES, typesText } from '../../tools/graphql/generate.ts';

const AGAIN = 'run node tools/graphql/generate.ts, and say in CHANGELOG.md what clients must know';

it('has resolvers of the same name beside every file of the schema', () => {
  const files = globSync('*.graphql', { cwd: join(ROOT, 'src/schema') });
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const beside = `src/resolvers/${file.replace('.graphql', '.ts')}`;
    expect(readFileSync(join(ROOT, beside), 'utf8'), beside).toContain('satisfies Resolvers');
  }
});

it('has types made from the schema as it is', async () => {
  expect(readFileSync(TYPES, 'utf8') === (await typesText()), AGAIN).toBe(true);
});

it('has the schema that was released: a change is seen, and one that breaks clients is named', () => {
  const golden = readFileSync(GOLDEN, 'utf8');
  const schema = makeSchema();
  expect(findBreakingChanges(buildSchema(golden), schema).map(({ description }) => description)).toEqual([]);
  expect(golden === goldenText(schema), AGAIN).toBe(true);
});

it('knows a change that breaks clients', () => {
  const changed = buildSchema(goldenText(makeSchema()).replace('  ringId: String!\n', ''));
  const changes = findBreakingChanges(makeSchema(), changed).map(({ description }) => description);
  expect(changes).not.toEqual([]);
});

it('never gives money as a Float', () => {
  const schema = makeSchema();
  const floats = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type && !type.name.startsWith('__')
      ? Object.values(type.getFields())
          .filter((field) => isScalarType(schema.getType(String(field.type).replaceAll(/[![\]]/g, ''))))
          .filter((field) => String(field.type).startsWith('Float'))
          .map((field) => `${type.name}.${field.name}`)
      : [],
  );
  expect(floats.toSorted()).toEqual([
    'AblationLine.averagePrecision',
    'AblationLine.f1',
    'AblationLine.high',
    'AblationLine.low',
    'AblationLine.rocAuc',
    'AlertLine.alertsPerDay',
    'AlertLine.from',
    'AlertLine.medianDays',
    'AlertLine.precision',
    'AlertLine.recall',
    'CalibrationBand.expected',
    'CalibrationBand.from',
    'CalibrationBand.to',
    'CurvePoint.precision',
    'CurvePoint.recall',
    'CurvePoint.threshold',
    'DetectPayload.seconds',
    'Evaluation.brierSkill',
    'Evaluation.calibrationSlope',
    'Figure.value',
    'Finding.strength',
    'Policy.approve',
    'Policy.deny',
    'Reason.points',
    'Ring.risk',
    'Ring.strength',
    'RingFilter.minStrength',
    'RingMetrics.density',
    'RingReason.points',
    'Risk.risk',
    'Score.base',
    'Score.legitimacy',
    'Score.modelRisk',
    'Score.risk',
    'ShadowScore.risk',
  ]);
});

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RingfenceError } from '../kernel/errors.ts';
import type { EvaluationReport } from '../rings/evaluation/evaluate.ts';
import { evaluationPage } from './evaluation-page.ts';

/** Writes an evaluation as one HTML file, its folder too. @throws RingfenceError FILE_UNREADABLE */
export async function writeEvaluationPage(file: string, report: EvaluationReport): Promise<void> {
  const page = evaluationPage(report);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, page);
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: cannot be written`, { file }, cause);
  }
}

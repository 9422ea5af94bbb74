import { readFile } from 'node:fs/promises';
import { RingfenceError } from '../../kernel/errors.ts';
import { compileMapping } from './compile-mapping.ts';
import { MappingFile } from './mapping-file.ts';
import type { Mapping } from './mapping.ts';

/**
 * Reads and compiles a mapping file.
 * @throws RingfenceError FILE_UNREADABLE; MAPPING_INVALID naming file, line and what was wanted there
 */
export async function loadMapping(path: string): Promise<Mapping> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new RingfenceError(
      'FILE_UNREADABLE',
      `${path} can't be read; wanted a mapping file`,
      { file: path },
      cause,
    );
  }
  return compileMapping(new MappingFile(path, text));
}

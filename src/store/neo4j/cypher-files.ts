import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where all Cypher stands: the project's own folder, wherever the program is started. */
const FOLDER = join(import.meta.dirname, '../../../cypher');
const texts = new Map<string, string>();

/**
 * The text of one statement, `store/get-event` for `cypher/store/get-event.cypher`; read once.
 * Names come from the code only, never from input.
 */
export function cypherText(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = readFileSync(join(FOLDER, `${name}.cypher`), 'utf8');
    texts.set(name, text);
  }
  return text;
}

/** Names of the statements in a folder, in byte order. */
export function cypherNames(folder: string): readonly string[] {
  return readdirSync(join(FOLDER, folder))
    .filter((file) => file.endsWith('.cypher'))
    .map((file) => `${folder}/${file.slice(0, -'.cypher'.length)}`)
    .sort();
}

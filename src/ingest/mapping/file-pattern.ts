/**
 * Compiles a pattern of file names: `*` is any text, `?` one character, all else itself; case counts. It is held
 * against a name without folder and without `.gz`.
 */
export function filePattern(pattern: string): (name: string) => boolean {
  const bare = pattern.replace(/\.gz$/, '');
  const source = bare.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&');
  const expression = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
  return (name) => expression.test(name);
}

/**
 * What a test does that cannot run here: says so where nobody can miss it, and returns null for `describe.skipIf`.
 * @throws Error with CI=true, where nobody reads warnings and a test that does not run guards nothing.
 */
export function refuseOrSkip(what: string, reason: string, env: NodeJS.ProcessEnv = process.env): null {
  const message = `${what} cannot run here:\n${reason}`;
  if (env.CI === 'true') throw new Error(`${message}\nWith CI=true that is a failure.`);
  console.warn(`SKIPPED: ${message}`);
  return null;
}

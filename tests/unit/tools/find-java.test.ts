import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findJava } from '../../../tools/neo4j/find-java.ts';

/** Programs that answer as a Java of that version does: to the finder that is all a Java is. */
describe.skipIf(process.platform === 'win32')('the Java finder', () => {
  let folder = '';
  const javaHome = (name: string, specification: string): string => {
    const home = join(folder, name);
    mkdirSync(join(home, 'bin'), { recursive: true });
    const says = `echo "    java.home = ${home}" >&2; echo "    java.specification.version = ${specification}" >&2`;
    writeFileSync(join(home, 'bin/java'), `#!/bin/sh\n${says}\n`);
    chmodSync(join(home, 'bin/java'), 0o755);
    return home;
  };
  const places = (env: NodeJS.ProcessEnv = {}): { env: NodeJS.ProcessEnv; folders: string[] } => ({
    env,
    folders: [join(folder, 'jvm')],
  });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'find-java-'));
    javaHome('jvm/jdk-a-8', '1.8');
    javaHome('jvm/jdk-b-17', '17');
    javaHome('jvm/jdk-c-25', '25');
    javaHome('jvm/named-25-but-is-11', '11');
    mkdirSync(join(folder, 'jvm/openjdk-17-without-a-program'));
    const mac = javaHome('jvm/jdk-d.jdk/Contents/Home', '23');
    symlinkSync(mac, join(folder, 'jvm/latest'));
    const broken = javaHome('jvm/aaa-broken', '21');
    writeFileSync(join(broken, 'bin/java'), '#!/bin/sh\nexit 1\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes the first in the usual folders that fits', async () => {
    const { java } = await findJava({ least: 17, most: 21 }, places());
    expect(java).toMatchObject({ major: 17, home: join(folder, 'jvm/jdk-b-17') });
  });

  it('takes a newer one for a release without an upper bound', async () => {
    const { java } = await findJava({ least: 21, most: null }, places());
    expect(java?.major).toBe(25);
  });

  it('looks inside the folders that macOS uses', async () => {
    const { java } = await findJava({ least: 22, most: 24 }, places());
    expect(java?.major).toBe(23);
  });

  it('prefers JAVA_HOME to what stands in PATH and the folders, if it fits', async () => {
    const own = javaHome('own-21', '21');
    const env = { JAVA_HOME: own, PATH: join(folder, 'jvm/jdk-b-17/bin') };
    expect((await findJava({ least: 17, most: 21 }, places(env))).java?.home).toBe(own);
    expect((await findJava({ least: 22, most: null }, places(env))).java?.major).toBe(25);
  });

  it('finds one in PATH and in JAVA_HOME_21_X64', async () => {
    const own = javaHome('elsewhere-19', '19');
    expect((await findJava({ least: 18, most: 19 }, places({ PATH: join(own, 'bin') }))).java?.home).toBe(
      own,
    );
    expect((await findJava({ least: 18, most: 19 }, places({ JAVA_HOME_19_X64: own }))).java?.home).toBe(own);
  });

  it('believes the program, not its folder, and lists what it saw when none fits', async () => {
    const { java, seen } = await findJava({ least: 99, most: null }, places());
    expect(java).toBeNull();
    expect(seen.map(({ major }) => major)).toEqual([8, 17, 25, 23, 11]);
  });
});

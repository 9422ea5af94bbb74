import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { fillStore, startApi, token } from '../support/api-server.ts';
import { refuseOrSkip } from '../support/refuse-or-skip.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const canRun =
  existsSync(CHROMIUM) ||
  refuseOrSkip(
    'the page of rings',
    `there is no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM_PATH`,
  ) !== null;

describe.skipIf(!canRun)('the page of rings', () => {
  it('shows the rings to those who may see them, and the members of the one that is chosen', async () => {
    const options = { mode: 'create', clock: systemClock, logger: silentLogger } as const;
    const store = await openSqliteStore({ path: ':memory:', url: 'memory:', ...options });
    await fillStore(store);
    const api = await startApi(store);
    await api.server.started;
    const profile = mkdtempSync(join(tmpdir(), 'ringfence-chromium-'));
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      headless: true,
      args,
    });
    onTestFinished(async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(api.url)) elsewhere.push(request.url());
    });
    await page.goto(`${api.url}/rings`);
    await page.getByLabel('API key or token').fill(await token('viewer'));
    await page.getByRole('button', { name: 'Show' }).click();
    const { rings } = api.server.serving.engine.view;
    await page.getByText(`${rings.length} of ${rings.length} rings`).waitFor();
    expect(await page.locator('#rings tr').count()).toBe(rings.length);
    await page.getByRole('button', { name: rings[0].id.slice(0, 12) }).click();
    await page.getByRole('heading', { name: `Members of ${rings[0].id}` }).waitFor();
    expect(await page.locator('#members li').count()).toBe(rings[0].members.length);
    expect(elsewhere).toEqual([]);
  });
});

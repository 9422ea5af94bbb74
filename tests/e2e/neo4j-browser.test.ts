import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LocalNeo4j } from '../../tools/neo4j/server.ts';
import { detectRings } from '../../src/app/detect-rings.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { HOUR } from '../../src/kernel/time.ts';
import { ownNeo4j } from '../support/neo4j.ts';
import { neo4jStoreOf } from '../support/neo4j-twins.ts';
import { refuseOrSkip } from '../support/refuse-or-skip.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ROOT = join(import.meta.dirname, '../..');
const QUERY = join(ROOT, 'cypher/explore/ring-with-evidence.cypher');
/** Written anew only where it is asked for: every run would change some pixels. */
const PICTURE = join(ROOT, 'docs/images/neo4j-browser-ring.png');
const STEP_MS = 90_000;

const canRun =
  existsSync(CHROMIUM) ||
  refuseOrSkip(
    'Neo4j Browser',
    `there is no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM_PATH`,
  ) !== null;
const server = canRun ? await ownNeo4j({ version: 'lts', browser: true }) : null;

describe.skipIf(server === null)('Neo4j Browser', () => {
  test('shows a ring with its evidence', { timeout: 900_000 }, async () => {
    onTestFinished(() => server!.stop());
    const store = await neo4jStoreOf({ ...server!, database: 'neo4j', road: 'maven' }, ringOfFour());
    const { rings } = await detectRings(store, { asOf: null, save: true }, systemClock);
    await store.close();
    expect(rings).toHaveLength(1);

    const page = await openPage();
    await page.goto(`${server!.httpUrl}browser/`, { waitUntil: 'domcontentloaded' });
    await connect(page, server!);
    await send(page, `:params {ring: "${rings[0].id}"}`);
    await page.getByText('Successfully set your parameters').waitFor({ timeout: STEP_MS });
    await send(page, readFileSync(QUERY, 'utf8'));

    const frame = page.getByTestId('frame').first();
    await frame.locator('svg g.node').first().waitFor({ timeout: STEP_MS });
    // The ring, its findings, four users, their accounts and their phone.
    const nodes = 1 + rings[0].findings.length + 9;
    await expect.poll(() => frame.locator('svg g.node').count()).toBe(nodes);
    const shown = await frame.locator('svg').allTextContents();
    for (const type of ['HAS_MEMBER', 'BOUND_BY', 'SHOWS', 'USES_DEVICE', 'TRANSFERS_TO'])
      expect(shown.join(' ')).toContain(type);
    await takePicture(page);
  });
});

/** A browser with nothing in it, which reaches this machine only. */
async function openPage(): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'ringfence-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1400, height: 1000 },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  onTestFinished(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  return context.newPage();
}

async function connect(page: Page, { uri, user, password }: LocalNeo4j): Promise<void> {
  await page.getByTestId('bolt-scheme-select').selectOption('bolt://', { timeout: STEP_MS });
  await page.getByTestId('boltaddress').fill(uri.replace('bolt://', ''));
  await page.getByTestId('username').fill(user);
  await page.getByTestId('password').fill(password);
  await page.getByTestId('connect').click();
  await page.getByText('You are connected as user').waitFor({ timeout: STEP_MS });
}

/** Types into the editor above the frames and runs it. */
async function send(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+Enter');
}

async function takePicture(page: Page): Promise<void> {
  // The layout is animated and offers no sign of its end.
  await page.waitForTimeout(5_000);
  const frame = page.getByTestId('frame').first();
  const picture = await frame.screenshot();
  expect(picture.length).toBeGreaterThan(10_000);
  if (process.env.KEEP_PICTURE !== 'true' && existsSync(PICTURE)) return;
  mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
  await frame.screenshot({ path: PICTURE });
}

/** Four people who sign up on one phone within half an hour and send money round. */
function ringOfFour(): Event[] {
  const start = Date.UTC(2025, 2, 3, 9);
  const names = ['ann', 'ben', 'cleo', 'dan'];
  const common = (id: string, at: number) => ({ source: 'picture', id, at, observedAt: at });
  return names.flatMap((user, i): Event[] => [
    { ...common(`r${i}`, start + i * 600_000), kind: 'registration', user, name: user, device: 'one phone' },
    { ...common(`a${i}`, start + HOUR + i), kind: 'account-opened', user, account: `account of ${user}` },
    {
      ...common(`t${i}`, start + (5 + i) * HOUR),
      kind: 'transfer',
      from: `account of ${user}`,
      to: `account of ${names[(i + 1) % names.length]}`,
      amount: { minor: 90_000 - i * 2_000, currency: 'EUR' },
    },
  ]);
}

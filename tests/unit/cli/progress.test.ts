import { expect, it } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { progressLine } from '../../../src/cli/progress.ts';

function terminal(interactive: boolean) {
  const written: string[] = [];
  const io = { interactive, err: (text: string) => written.push(text) } as unknown as Io;
  return { io, written };
}

it('is silent where nobody looks', () => {
  const { io, written } = terminal(false);
  const line = progressLine(io, () => 0);
  line.report('reading', 5, 10);
  line.done();
  expect(written).toEqual([]);
});

it('redraws one line a few times a second, and leaves nothing behind', () => {
  const { io, written } = terminal(true);
  let now = 0;
  const line = progressLine(io, () => now);
  for (; now < 250; now += 10) line.report('reading', now + 1, 1000);
  line.report('writing', 0);
  line.done();
  expect(written).toHaveLength(5);
  expect(written[1]).toContain('reading 101 of 1,000 (10 %)');
  expect(written[3]).toContain('writing …');
  expect(written[4]).toBe('\r\u001b[K');
});

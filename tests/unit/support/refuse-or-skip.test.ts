import { expect, it, vi } from 'vitest';
import { refuseOrSkip } from '../../support/refuse-or-skip.ts';

it('warns and lets the test be skipped on a desk', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(refuseOrSkip('this file', 'no Java; apt-get install it', {})).toBeNull();
  expect(warn.mock.calls[0]?.[0]).toMatch(
    /^SKIPPED: this file cannot run here:\nno Java; apt-get install it$/,
  );
  warn.mockRestore();
});

it('is a failure with CI=true', () => {
  expect(() => refuseOrSkip('this file', 'no Java', { CI: 'true' })).toThrow(
    /this file cannot run here:\nno Java/,
  );
});

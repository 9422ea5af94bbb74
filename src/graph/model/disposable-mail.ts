/**
 * Domains whose mailboxes anybody opens for an hour. The made-up ones stand in generated worlds; of the real ones only
 * the best known, as such lists age within weeks: give your own where it matters.
 */
export const DISPOSABLE_DOMAINS: ReadonlySet<string> = new Set([
  'ten-minutes.example',
  'throwaway.example',
  'burner-box.example',
  'tempmail.example',
  'one-day-post.example',
  'no-trace.example',
  'guerrillamail.com',
  'mailinator.com',
  'yopmail.com',
  '10minutemail.com',
  'temp-mail.org',
  'trashmail.com',
]);

/** The domain of an e-mail address in lower case; undefined where there is none. */
export function mailDomain(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  return at < 0 || at === email.length - 1
    ? undefined
    : email
        .slice(at + 1)
        .trim()
        .toLowerCase();
}

/** One thing by which a class shows: the mean of a column over its rows, against that over innocent ones. */
export interface ClassSignal {
  readonly class: string;
  readonly column: string;
  /** At least (from 1 up) or at most (below 1) so many times the innocent mean. */
  readonly times: number;
}

/** What makes the classes what they are said to be (S: half or less of what worlds were measured to have). */
export const CLASS_SIGNALS: readonly ClassSignal[] = [
  { class: 'fake-account', column: 'email_disposable', times: 5 },
  { class: 'fake-account', column: 'email_verified', times: 0.7 },
  { class: 'fake-account', column: 'user_tenure_days', times: 0.3 },
  { class: 'takeover', column: 'device_is_new', times: 4 },
  { class: 'takeover', column: 'failed_logins_24h', times: 3 },
  { class: 'takeover', column: 'ip_country_differs', times: 3 },
  { class: 'payment-fraud', column: 'checks_failed', times: 4 },
  { class: 'payment-fraud', column: 'shipping_differs', times: 3 },
  { class: 'payment-fraud', column: 'merchant_risk', times: 1.3 },
];

/** How rings work that know they are looked for: levels `hard` and `adversarial`. Shares are 0 to 1. */
export interface CovertLevel {
  /** Shares of members on a new account and on one bought from its owner; the others are recruited with their own. */
  readonly accounts: { readonly fresh: number; readonly bought: number };
  /** Share of new accounts in rings that recycle an address: they live on them. */
  readonly freshAtBlocks: number;
  /** Days from the first to the last join, cut to three quarters of the window. */
  readonly joinDays: readonly [low: number, high: number];
  /** Share of a member's events that is ordinary life, as planned for a ring. */
  readonly ordinary: readonly [low: number, high: number];
  /** Share of members who touch what the ring shares. */
  readonly takingPart: readonly [low: number, high: number];
  /** Share of rings that move money in loops; of those, how many keep out of the detector's way. */
  readonly loops: number;
  readonly evasiveLoops: number;
  /** Share of rings of six members and more that also use a mule or two of other rings. */
  readonly sharedMules: number;
  /** Share of mules who are deceived themselves. */
  readonly unwitting: number;
  /** Share of device rings that run on a borrowed device; of block rings that sit in somebody's home. */
  readonly borrowed: number;
  /** Share of payments to a colluding merchant that are made with stolen cards. */
  readonly stolenCards: number;
  /** Whether members pay innocents and are paid by them, as neighbours do, to blur the ring's outline. */
  readonly mingles: boolean;
  readonly limits: CovertLimits;
}

/** What a ring does at most. On `adversarial` each is just under a documented default of a detector. */
export interface CovertLimits {
  /** Members on one device, ever. */
  readonly usersPerDevice: readonly [low: number, high: number];
  /** Days for which a device stays in use before the next one takes its place; null: to the end. */
  readonly deviceDays: number | null;
  /** Members at one address, ever. */
  readonly usersPerBlock: readonly [low: number, high: number];
  /** Members with one phone or mailbox; 1: only values that differ in writing, and a common postal address. */
  readonly usersPerIdentifier: number;
  /** Kinds of identifiers that the same three members share. */
  readonly kindsTogether: 1 | 2;
  /** Members who pay one account. */
  readonly payers: number;
  /** What a mule passes on, and after how many hours. */
  readonly passOn: {
    readonly share: readonly [low: number, high: number];
    readonly hours: readonly [low: number, high: number];
  };
}

import type { Finding } from '../../graph/model/finding.ts';

/** What a finding draws on. Two findings of one line may be the same thing seen twice; two lines are not. */
export const EVIDENCE_LINES = ['device', 'address', 'together', 'identity', 'money', 'behaviour'] as const;
export type EvidenceLine = (typeof EVIDENCE_LINES)[number];

const LINES: Readonly<Record<string, EvidenceLine>> = {
  'device-sharing': 'device',
  'ip-recycling': 'address',
  'co-sharing': 'together',
  'dense-community': 'together',
  'shared-identity': 'identity',
  'bust-out': 'behaviour',
  'dormant-wake-up': 'behaviour',
  'link-burst': 'behaviour',
};

/** All detectors not named otherwise look at transfers. */
export function evidenceLine({ detector }: Finding): EvidenceLine {
  return LINES[detector] ?? 'money';
}

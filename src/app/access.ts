import { RingfenceError } from '../kernel/errors.ts';

/** Who may do what. A role is a set of permissions; every door of a server asks for one permission. */
export const ROLE_PERMISSIONS = {
  viewer: ['read'],
  analyst: ['read', 'personal', 'label', 'score'],
  supervisor: ['read', 'personal', 'label', 'score', 'detect', 'manage'],
  admin: ['read', 'personal', 'label', 'score', 'detect', 'manage', 'ingest', 'metrics'],
  machine: ['score', 'ingest', 'metrics'],
} as const satisfies Record<string, readonly Permission[]>;

/**
 * `read` rings, findings, entities, events; `personal` names, e-mails, phones, addresses and other personal data in
 * them; `label` entities; `score` transactions; run `detect`; `manage` models and the policy; `ingest` events; read
 * `metrics`.
 */
export type Permission = 'read' | 'personal' | 'label' | 'score' | 'detect' | 'manage' | 'ingest' | 'metrics';
export const PERMISSIONS: readonly Permission[] = [
  'read',
  'personal',
  'label',
  'score',
  'detect',
  'manage',
  'ingest',
  'metrics',
];

export type AccessRole = keyof typeof ROLE_PERMISSIONS;
export const ACCESS_ROLES = Object.keys(ROLE_PERMISSIONS) as readonly AccessRole[];

/** Whoever sent a request, as proved. */
export interface Principal {
  /** Subject of the token or id of the key; never shown to others. */
  readonly id: string;
  readonly role: AccessRole;
  /** When what they showed ends, epoch ms; null for a key without an end. */
  readonly expiresAt: number | null;
}

export function isAccessRole(value: unknown): value is AccessRole {
  return typeof value === 'string' && (ACCESS_ROLES as readonly string[]).includes(value);
}

export function may({ role }: Principal, permission: Permission): boolean {
  return (ROLE_PERMISSIONS[role] as readonly Permission[]).includes(permission);
}

/** @throws RingfenceError FORBIDDEN */
export function demand(principal: Principal, permission: Permission): void {
  if (!may(principal, permission))
    throw new RingfenceError('FORBIDDEN', `the role ${principal.role} has no permission to ${permission}`);
}

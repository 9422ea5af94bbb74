import { DAY, HOUR } from '../../kernel/time.ts';
import type { Sight, TableColumn } from './column.ts';
import { ANY, count, flag, number, since } from './column-makers.ts';

const verified = (sight: Sight, what: 'email' | 'phone') =>
  sight.user.registeredAt === undefined ? undefined : (sight.user[`${what}Verified`].value ?? false);

/** What is known of the customer and the account. */
export const ACCOUNT_COLUMNS: readonly TableColumn[] = [
  number('account_age_days', 'account', 'days', 'Since the paying account was opened.', {
    empty: 'the opening is not known',
    range: ANY,
    read: ({ at, openedAt }) => since(at, openedAt, DAY),
  }),
  number('user_tenure_days', 'account', 'days', 'Since the user registered.', {
    empty: 'the registration is not known',
    range: ANY,
    read: ({ at, user }) => since(at, user.registeredAt, DAY),
  }),
  flag('email_verified', 'account', 'The present e-mail address has been confirmed.', {
    empty: 'the registration is not known',
    read: (sight) => verified(sight, 'email'),
  }),
  flag('phone_verified', 'account', 'The present phone number has been confirmed.', {
    empty: 'the registration is not known',
    read: (sight) => verified(sight, 'phone'),
  }),
  flag('email_disposable', 'account', 'The e-mail domain is on the list of disposable mail providers.', {
    empty: 'no e-mail address is known',
    read: ({ user, isDisposable }) => (user.email.value ? isDisposable(user.email.value) : undefined),
  }),
  count(
    'identity_fields',
    'account',
    'Fields of name, e-mail, phone, national id, date of birth and address given.',
    [0, 6],
    ({ user }) => user.fieldsGiven,
  ),
  count(
    'profile_changes_30d',
    'account',
    'Changes of profile fields, confirmations apart, in 30 days.',
    ANY,
    ({ at, user }) => user.profileChanges.since(at - 30 * DAY),
  ),
  number('hours_since_contact_change', 'account', 'hours', 'Since e-mail, phone or address last changed.', {
    empty: 'none ever changed',
    range: ANY,
    read: ({ at, user }) => since(at, user.contactChange.at, HOUR),
  }),
  count(
    'accounts_of_user',
    'account',
    'Accounts opened by the user so far.',
    ANY,
    ({ user }) => user.accounts.size,
  ),
  count(
    'bank_connections_30d',
    'account',
    'Outside bank accounts connected in 30 days.',
    ANY,
    ({ at, user }) => user.bankConnections.since(at - 30 * DAY),
  ),
];

import { IDENTIFIER_KINDS } from '../../graph/event-graph.ts';
import type { IdentifierKind } from '../../graph/model/entity.ts';
import { choicesOption, integerOption, type OptionTable } from '../options.ts';

export interface SharedIdentityOptions {
  readonly kinds: readonly IdentifierKind[];
  readonly minUsers: number;
  readonly hubUsers: number;
}

export const SHARED_IDENTITY_OPTIONS: OptionTable<SharedIdentityOptions> = {
  kinds: choicesOption(IDENTIFIER_KINDS, IDENTIFIER_KINDS, {
    doc: 'Kinds of identifier that are looked at.',
    source: 'On the PaySim identities e-mail and phone give 28 of 39 rings exactly, with the national id 36.',
  }),
  minUsers: integerOption(
    2,
    { min: 2 },
    {
      doc: 'Users that have to carry one value at the same time.',
      source: 'A national id, e-mail address or phone number is meant for one person.',
    },
  ),
  hubUsers: integerOption(
    50,
    { min: 2 },
    {
      doc: 'Users above which a value links nobody (a help desk, a placeholder); none is counted then.',
      source: 'Expert estimate, the same as for devices and addresses.',
    },
  ),
};

import { Command, Option } from 'commander';
import { ACCESS_ROLES, type AccessRole } from '../../app/access.ts';
import type { AppContext } from '../../app/context.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { duration } from '../parse.ts';
import { table } from '../table.ts';
import { DEFAULT_KEYS, DEFAULT_WORKSPACE } from './serve.ts';

interface Flags {
  readonly keys: string;
  readonly json?: boolean;
}

interface AddFlags extends Flags {
  readonly role: AccessRole;
  readonly workspace: string;
  readonly expires: number;
}

const store = () => import('../../server/auth/api-keys.ts');

export function keysCommand(app: AppContext, io: Io): Command {
  const command = new Command('keys').summary('make, list and revoke API keys');
  command.description(
    'API keys for `ringfence serve`. The file holds only hashes: a key is shown once, when it is made.',
  );
  command.addCommand(
    withFile(new Command('add').argument('<name>', 'whose it is, for the list'))
      .description('Makes a key and prints it.')
      .addOption(new Option('--role <role>', 'what it may do').choices(ACCESS_ROLES).makeOptionMandatory())
      .option('--workspace <name>', 'the workspace that it opens', DEFAULT_WORKSPACE)
      .option('--expires <duration>', 'how long it is valid', duration, Infinity)
      .action((name: string, flags: AddFlags) => add(app, io, name, flags)),
  );
  command.addCommand(
    withFile(new Command('list'))
      .description('Lists the keys there are.')
      .action((flags: Flags) => list(io, flags)),
  );
  command.addCommand(
    withFile(new Command('revoke').argument('<id>', 'as `keys list` shows it'))
      .description('Makes a key open nothing any more; a running server knows it a second later.')
      .action((id: string, flags: Flags) => revoke(app, io, id, flags)),
  );
  return command;
}

function withFile(command: Command): Command {
  return command
    .option('--keys <file>', 'the file of API keys', DEFAULT_KEYS)
    .option('--json', 'print one JSON document on stdout and nothing else');
}

async function add({ clock }: AppContext, io: Io, name: string, flags: AddFlags): Promise<void> {
  const { makeKey, readKeys, writeKeys } = await store();
  const { role, workspace, expires } = flags;
  const now = clock.now();
  const { stored, token } = makeKey(
    { name, role, workspace },
    now,
    expires === Infinity ? null : now + expires,
  );
  writeKeys(flags.keys, [...readKeys(flags.keys), stored]);
  if (flags.json) return printJson(io, { id: stored.id, key: token });
  io.out(`${token}\n`);
  io.err(`Key ${stored.id} of role ${role} is in ${flags.keys}. It is shown only now.\n`);
}

async function list(io: Io, flags: Flags): Promise<void> {
  const { readKeys } = await store();
  const keys = readKeys(flags.keys).map(({ hash: _hash, createdAt, expiresAt, revokedAt, ...key }) => ({
    ...key,
    createdAt: formatInstant(createdAt),
    expiresAt: expiresAt === null ? null : formatInstant(expiresAt),
    revokedAt: revokedAt === null ? null : formatInstant(revokedAt),
  }));
  if (flags.json) return printJson(io, { keys });
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.role,
    key.workspace,
    key.createdAt,
    key.revokedAt ? 'revoked' : (key.expiresAt ?? 'never'),
  ]);
  io.out(rows.length === 0 ? 'No keys.\n' : table(['id', 'name', 'role', 'workspace', 'made', 'ends'], rows));
}

async function revoke({ clock }: AppContext, io: Io, id: string, flags: Flags): Promise<void> {
  const { readKeys, writeKeys } = await store();
  const keys = readKeys(flags.keys);
  if (!keys.some((key) => key.id === id))
    throw new RingfenceError('NOT_FOUND', `key ${id}: ${flags.keys} has none of this id`);
  const revoked = keys.map((key) =>
    key.id === id ? { ...key, revokedAt: key.revokedAt ?? clock.now() } : key,
  );
  writeKeys(flags.keys, revoked);
  if (flags.json) printJson(io, { revoked: id });
  else io.err(`Key ${id} is revoked.\n`);
}

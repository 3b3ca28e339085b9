import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#shared/rpc/define.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock } from '../engine/ports.ts';

/** Turns the token of a client's first message into a session, or refuses with null. There are no anonymous sessions. */
export type Authenticate = (token: string) => Session | null;

export const newToken = (): string => randomBytes(24).toString('base64url');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (a: Buffer, b: Buffer): boolean => timingSafeEqual(a, b);

export type OneTimeTokens = {
  /** Lets the token's bearer in once, within `lifeMs`. */
  announce(token: string, user: string, role: Role): void;
  readonly authenticate: Authenticate;
};

/** All windows of this machine are one console: what one of them has control of, the person at it has. */
const windowsConsole = 'windows';

/** Tokens of the windows of this machine: each good for one connection, within 60 s. */
export function createOneTimeTokens(clock: Pick<Clock, 'monotonicMs'>, lifeMs = 60_000): OneTimeTokens {
  let waiting: { readonly hash: Buffer; readonly user: string; readonly role: Role; readonly untilMs: number }[] = [];
  return {
    announce(token, user, role) {
      waiting.push({ hash: digest(token), user, role, untilMs: clock.monotonicMs() + lifeMs });
    },
    authenticate(token) {
      const hash = digest(token);
      waiting = waiting.filter((one) => one.untilMs > clock.monotonicMs());
      const at = waiting.findIndex((one) => isSame(one.hash, hash));
      const [found] = at < 0 ? [] : waiting.splice(at, 1);
      return found === undefined ? null : { id: randomUUID(), user: found.user, role: found.role, console: windowsConsole, place: hostname() };
    },
  };
}

/** Roles a station hands out links for. */
export const linkRoles = ['view', 'operate', 'lead', 'engineer'] as const satisfies readonly Role[];
export type LinkTokens = Readonly<Record<(typeof linkRoles)[number], string>>;

/**
 * Gives the lasting tokens of a station, one per role, from `<dataDir>/access.json` (readable by its owner only); makes
 * those that are not there yet, at the first run all of them. Deleting the file withdraws all links. Throws where the file
 * can't be read or written.
 */
export function readLinkTokens(dataDir: string): LinkTokens {
  const file = join(dataDir, 'access.json');
  const known = readTokens(file);
  if (known?.lead !== undefined) return { ...known, lead: known.lead };
  const made = { view: newToken(), operate: newToken(), lead: newToken(), engineer: newToken(), ...known };
  const part = `${file}.new`;
  writeFileSync(part, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  chmodSync(part, 0o600);
  renameSync(part, file);
  return made;
}

/** The role lead was not handed out by the first stations. */
type KnownTokens = Omit<LinkTokens, 'lead'> & { readonly lead?: string };

/** The tokens of a station that has run on this data folder; null where none has. Throws where the file can't be read. */
export const readKnownLinkTokens = (dataDir: string): KnownTokens | null => readTokens(join(dataDir, 'access.json'));

function readTokens(file: string): KnownTokens | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const made = JSON.parse(text) as Record<string, unknown>;
  const isToken = (token: unknown): boolean => typeof token === 'string' && token.length >= 32;
  if (!linkRoles.every((role) => isToken(made[role]) || (role === 'lead' && made[role] === undefined))) {
    throw new Error(`${file} is damaged: it must hold a token for view, operate, lead and engineer; delete it to make new links`);
  }
  return made as KnownTokens;
}

/** Lets in whoever bears one of the station's lasting tokens, any number of times. */
export function createLinkAuthenticate(tokens: LinkTokens): Authenticate {
  const known = linkRoles.map((role) => ({ role, hash: digest(tokens[role]) }));
  return (token) => {
    const hash = digest(token);
    const found = known.filter((one) => isSame(one.hash, hash))[0];
    return found === undefined ? null : { id: randomUUID(), user: `link:${found.role}`, role: found.role };
  };
}

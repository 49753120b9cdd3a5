/** One configuration of another program in one of its environments, as an environment of a profile file. */
import type {
  ClientAuthMethod,
  GrantType,
  ProfileMembers,
  SecretMember,
  SecretReference,
  Tier,
} from '../../shared/profile.ts';
import { OWN_SECRET_MEMBERS, profileMembersSchema } from '../../shared/profile.ts';
import { printable } from '../errors/redact.ts';
import { issueWords } from '../profiles/issue-words.ts';
import { authMethodNamed, grantNamed } from './aliases.ts';
import type { Finding, FoundMember, Variables } from './finding.ts';
import { advice, couldBeSecret, named, variablesNamed, whyNot } from './entry-words.ts';
import { issuerOf, withoutSecrets } from './urls.ts';
import { resolveVariables } from './variables.ts';
import type { Resolved } from './variables.ts';

export interface Entry {
  readonly members: ProfileMembers;
  readonly secrets: readonly { readonly member: SecretMember; readonly value: string }[];
  readonly notes: readonly string[];
}

/** What keeps a configuration from becoming a profile at all, such as a grant that Fob has not. */
export interface NoEntry {
  readonly refusal: string;
}

const LONGEST_SECRET = 64 * 1024;
/** Shorter ones stand in other values by chance. */
const TELLING_SECRET = 8;
/** As people know it from profiles. */
const ORDER = Object.keys(profileMembersSchema.shape);
const SIGN_IN: readonly GrantType[] = ['authorization_code'];
const DEVICE: readonly GrantType[] = ['urn:ietf:params:oauth:grant-type:device_code'];
/** Programs keep what a grant needed that was chosen before. */
const USED_BY: Readonly<Partial<Record<FoundMember, readonly GrantType[]>>> = {
  username: ['password'],
  password: ['password'],
  refresh_token: ['refresh_token'],
  subject_token: ['urn:ietf:params:oauth:grant-type:token-exchange'],
  redirect_uri: SIGN_IN,
  authorization_endpoint: [...SIGN_IN, ...DEVICE],
  device_authorization_endpoint: [...SIGN_IN, ...DEVICE],
};
const SECRETS: readonly FoundMember[] = [...OWN_SECRET_MEMBERS, 'tls.passphrase'];
/** Some programs know no better place for them than among other parameters. */
const isMember = (name: string): name is 'audience' | 'resource' => ['audience', 'resource'].includes(name);
const isKeyText = (text: string): boolean => text.includes('-----BEGIN');

/** `scopes` are asked for variables in this order. */
export function buildEntry(finding: Finding, tier: Tier, scopes: readonly Variables[]): Entry | NoEntry {
  return new Builder(finding, scopes).build(tier);
}

class Builder {
  readonly #finding: Finding;
  readonly #scopes: readonly Variables[];
  readonly #notes: string[] = [];
  readonly #members: Record<string, unknown> = {};
  readonly #tls: Record<string, unknown> = {};
  readonly #secrets: { member: SecretMember; value: string }[] = [];

  constructor(finding: Finding, scopes: readonly Variables[]) {
    this.#finding = finding;
    this.#scopes = scopes;
    this.#notes.push(...(finding.notes ?? []));
  }

  build(tier: Tier): Entry | NoEntry {
    const grant = this.#grant();
    if (typeof grant === 'object') return grant;
    if (grant !== undefined) this.#members.grant_type = grant;
    const unused: string[] = [];
    for (const member of Object.keys(this.#finding.values) as FoundMember[]) {
      const users = USED_BY[member];
      const isUsed = users === undefined || grant === undefined || users.includes(grant);
      if (isUsed) this.#take(member);
      else unused.push(member);
    }
    if (unused.length > 0 && grant !== undefined)
      this.#notes.push(`Left out, since ${grant} does not use it: ${unused.join(', ')}.`);
    this.#authenticate(grant);
    this.#params('extra_token_params', this.#finding.tokenParams);
    this.#params('extra_authorization_params', this.#finding.authorizationParams);
    if (Object.keys(this.#tls).length > 0) this.#put('tls', this.#tls);
    const members = this.#withoutSecrets();
    if (
      members.client_id === undefined &&
      members.issuer === undefined &&
      members.token_endpoint === undefined
    )
      return { refusal: 'names neither an IdP nor a client' };
    return { members: { tier, ...members }, secrets: this.#secrets, notes: this.#notes };
  }

  #resolve(value: string): Resolved {
    return resolveVariables(value, this.#scopes).resolved;
  }

  #text(member: FoundMember): string | undefined {
    const value = this.#finding.values[member];
    const resolved = value === undefined ? undefined : this.#resolve(value);
    return resolved?.kind === 'text' && resolved.text !== '' ? resolved.text : undefined;
  }

  #grant(): GrantType | NoEntry | undefined {
    const word = this.#text('grant_type');
    if (word === undefined) return this.#likelyGrant();
    const grant = grantNamed(word);
    if (grant !== undefined) return grant;
    const isImplicit = /implicit|^token$|id_token/i.test(word);
    return {
      refusal: isImplicit
        ? 'uses the implicit grant, which gives tokens to the browser; Fob has authorization_code with PKCE in its place'
        : `uses a grant that Fob does not know ("${printable(word).slice(0, 60)}")`,
    };
  }

  /** A file that names none: whoever has a secret and nowhere to send a person to acts for itself. */
  #likelyGrant(): GrantType | undefined {
    const { values } = this.#finding;
    if (values.client_id === undefined) return undefined;
    const hasPerson = values.authorization_endpoint !== undefined || values.redirect_uri !== undefined;
    const hasCredential = values.client_secret !== undefined || values.private_key !== undefined;
    const grant =
      this.#personGrant() ?? (hasCredential && !hasPerson ? 'client_credentials' : 'authorization_code');
    this.#notes.push(`The file names no grant; ${grant} was assumed.`);
    return grant;
  }

  #personGrant(): GrantType | undefined {
    const { values } = this.#finding;
    return values.username !== undefined && values.password !== undefined ? 'password' : undefined;
  }

  #take(member: FoundMember): void {
    const value = this.#finding.values[member];
    if (value === undefined || value === '') return;
    if (['grant_type', 'token_endpoint_auth_method'].includes(member)) return;
    const resolved = this.#resolve(value);
    if (SECRETS.includes(member) || (member === 'tls.key' && isKeyText(value)))
      this.#secret(member as SecretMember, resolved);
    else if (resolved.kind === 'text') this.#plain(member, resolved.text);
    else
      this.#notes.push(
        resolved.kind === 'env'
          ? `${member} is left out: it comes from the environment variable ${resolved.name}, and only secrets can.`
          : `${member} is left out: the file does not say what ${variablesNamed(resolved.names)} is.`,
      );
  }

  #plain(member: FoundMember, written: string): void {
    const text = written.trim();
    if (text === '') return;
    if (member === 'code_challenge_method') {
      if (/plain/i.test(text)) this.#notes.push('PKCE is done with S256 in place of plain.');
      return;
    }
    if (member.startsWith('tls.')) {
      this.#tls[member.slice('tls.'.length)] = text;
      return;
    }
    this.#put(member, member === 'issuer' ? issuerOf(text) : this.#cleanUrl(member, text));
  }

  /** Query parameters of an endpoint are sent as they stand; those that could be secrets have no place there. */
  #cleanUrl(member: string, text: string): string {
    const { url, removed } = withoutSecrets(text, couldBeSecret);
    if (removed.length > 0)
      this.#notes.push(`Left out of the URL of ${member}, since they could be secrets: ${named(removed)}.`);
    return url;
  }

  #secret(member: SecretMember, resolved: Resolved): void {
    if (resolved.kind === 'env') {
      this.#refer(member, { from: 'env', name: resolved.name });
      this.#notes.push(`${member} comes from the environment variable ${resolved.name}.`);
    } else if (resolved.kind === 'open') {
      this.#notes.push(
        `The file does not hold ${member} (${variablesNamed(resolved.names)}); store it with: fob secret set ADDRESS ${member}`,
      );
      this.#refer(member, { from: 'vault' });
    } else if (resolved.text.length > LONGEST_SECRET) {
      this.#notes.push(`${member} is left out: it is longer than any secret.`);
    } else if (resolved.text !== '') {
      this.#refer(member, { from: 'vault' });
      this.#secrets.push({ member, value: resolved.text });
    }
  }

  #refer(member: SecretMember, reference: SecretReference): void {
    if (member.startsWith('tls.')) this.#tls[member.slice('tls.'.length)] = reference;
    else this.#put(member, reference);
  }

  #authenticate(grant: GrantType | undefined): void {
    const word = this.#text('token_endpoint_auth_method');
    const method = word === undefined ? undefined : authMethodNamed(word);
    if (word !== undefined && method === undefined)
      this.#notes.push('How the client authenticates is left out: Fob does not know that method.');
    const hasSecret = this.#members.client_secret !== undefined;
    const needsSecret = method === 'client_secret_basic' || method === 'client_secret_post';
    const ownKey = this.#ownKey();
    if (hasSecret || !(needsSecret || method === undefined)) this.#method(method);
    else if (ownKey !== undefined) this.#method(ownKey);
    else if (grant === 'client_credentials') {
      this.#method(method);
      this.#secret('client_secret', { kind: 'open', names: [] });
    } else if (method !== undefined) this.#method('none');
  }

  #ownKey(): ClientAuthMethod | undefined {
    if (this.#members.private_key !== undefined) return 'private_key_jwt';
    return this.#tls.cert !== undefined || this.#tls.pfx !== undefined ? 'tls_client_auth' : undefined;
  }

  #method(method: ClientAuthMethod | undefined): void {
    if (method !== undefined) this.#members.token_endpoint_auth_method = method;
  }

  #params(member: 'extra_token_params' | 'extra_authorization_params', given: Finding['tokenParams']): void {
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(given ?? {})) {
      const resolved = this.#resolve(value);
      if (isMember(name) && this.#finding.values[name] === undefined && resolved.kind === 'text') {
        this.#plain(name, resolved.text);
        continue;
      }
      const single = resolved.kind === 'text' ? { [name]: resolved.text } : undefined;
      const isTaken = single !== undefined && profileMembersSchema.shape[member].safeParse(single).success;
      if (isTaken && !couldBeSecret(name)) Object.assign(params, single);
      else this.#notes.push(`The parameter ${named([name])} is left out: ${whyNot(name, resolved)}.`);
    }
    if (Object.keys(params).length > 0) this.#put(member, params);
  }

  #put(member: string, value: unknown): void {
    const result = profileMembersSchema.safeParse({ [member]: value }, { error: issueWords });
    if (result.success) this.#members[member] = value;
    else
      this.#notes.push(
        `${member} is left out: ${result.error.issues[0]?.message ?? 'it is not valid'}.${advice(member)}`,
      );
  }

  /** Whatever way a secret came into another value: it does not stay there. */
  #withoutSecrets(): ProfileMembers {
    const telling = this.#secrets.map(({ value }) => value).filter(({ length }) => length >= TELLING_SECRET);
    const kept = Object.entries(this.#members).filter(([member, value]) => {
      const isSafe = !telling.some((secret) => holds(value, secret));
      if (!isSafe) this.#notes.push(`${member} is left out: it holds a secret.`);
      return isSafe;
    });
    return Object.fromEntries(kept.sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));
  }
}

function holds(value: unknown, secret: string): boolean {
  if (typeof value === 'string') return value.includes(secret);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => name.includes(secret) || holds(inner, secret));
}

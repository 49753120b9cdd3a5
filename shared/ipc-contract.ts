/**
 * Everything a UI can ask of a host and hear from it, grouped by noun: the table of contents of the app. The desktop
 * carries it over Electron's IPC, the browser UI over `POST /api/NAME` and server-sent events. No answer holds a
 * refresh token, client secret or key; `tokens.copy` and `tokens.reveal` are the only ways to an access
 * token, and of a profile of tier `prod` only while it is armed.
 */
import { z } from 'zod';
import type { CommandLineView, WantedView } from './desktop-view.ts';
import type { SavedService, ServerView, ServiceText, Trial } from './editor-view.ts';
import type { ArmResult } from './guard-view.ts';
import type { ActivityView, ProfileHistory } from './history-view.ts';
import { importContract } from './import-contract.ts';
import { invoke, push } from './ipc-kit.ts';
import type { Calls, Listen } from './ipc-kit.ts';
import { parseAddress, SECRET_MEMBERS } from './profile.ts';
import type { AddedProfiles, Address, ProfileMembers } from './profile.ts';
import type { LoginStart, LogoutResult } from './session-view.ts';
import { settingsChangeSchema } from './settings-schema.ts';
import type { EndpointChange, Snapshot, ProfileProblem } from './snapshot.ts';
import { COPY_FORMATS } from './token-view.ts';
import type { ClaimsView, CopyResult, JwtView, RevealedToken, UserinfoView } from './token-view.ts';

const nothing = z.undefined();
const address = z.custom<Address>((value) => typeof value === 'string' && parseAddress(value) !== undefined);
const shownText = z.string().max(4096);
const endpointChange = z.strictObject({ member: shownText, from: shownText.exactOptional(), to: shownText });
const passphrase = z.string().min(1).max(1024);
const profileText = z.string().max(1024 * 1024);
const secretValue = z
  .string()
  .min(1)
  .max(64 * 1024);

export const ipcContract = {
  'snapshot.get': invoke<Snapshot>()(nothing),
  'snapshot.changed': push<Snapshot>(),
  /** In the desktop app alone. */
  'view.wanted': push<WantedView>(),

  'tokens.copy': invoke<CopyResult>()(z.strictObject({ address, format: z.enum(COPY_FORMATS) })),
  /** The access token itself, to be shown. */
  'tokens.reveal': invoke<RevealedToken>()(z.strictObject({ address })),
  'tokens.claims': invoke<ClaimsView>()(z.strictObject({ address })),
  'tokens.userinfo': invoke<UserinfoView>()(z.strictObject({ address })),
  'tokens.refresh': invoke<null>()(z.strictObject({ address })),
  'tokens.inspect': invoke<JwtView>()(
    z.strictObject({
      jwt: z.string().max(256 * 1024),
      for: address.exactOptional(),
      jwks: z
        .string()
        .max(512 * 1024)
        .exactOptional(),
      jwksUri: z.string().max(2048).exactOptional(),
    }),
  ),

  /** Begins a sign-in. `url` is for the UI to open; the host opens nothing. */
  'sessions.login': invoke<LoginStart>()(z.strictObject({ address, device: z.boolean().optional() })),
  /** Settles when the person is done: `null`, or the error it ended with. */
  'sessions.done': invoke<null>()(z.strictObject({ address })),
  /** The address that a browser on another machine was sent to. */
  'sessions.paste': invoke<null>()(z.strictObject({ address, callback: z.string().max(16 * 1024) })),
  'sessions.cancel': invoke<null>()(z.strictObject({ address })),
  'sessions.logout': invoke<LogoutResult>()(z.strictObject({ address })),

  /** Checks a profile file's text and answers what is wrong with it, and the addresses it would add or change. */
  'profiles.check': invoke<{ addresses: string[]; problems: ProfileProblem[] }>()(
    z.strictObject({ text: profileText }),
  ),
  /** Merges a profile file's text into ours; nothing is saved when any part of it is wrong. */
  'profiles.add': invoke<AddedProfiles>()(z.strictObject({ text: profileText })),
  'profiles.show': invoke<{ members: ProfileMembers }>()(z.strictObject({ address })),
  /** Removes the profile and its secrets and tokens from the vault. */
  'profiles.remove': invoke<null>()(z.strictObject({ address })),
  /** What the server at an issuer URL supports. */
  'profiles.discover': invoke<ServerView>()(z.strictObject({ issuer: z.string().min(1).max(2048) })),
  /** Tries a profile that need not be saved: asks for a token step by step, and keeps nothing of it. */
  'profiles.test': invoke<Trial>()(
    z.strictObject({
      text: profileText,
      secrets: z.partialRecord(z.enum(SECRET_MEMBERS), secretValue),
    }),
  ),
  /** One service of the profile file, to be edited and put back by `profiles.save`. */
  'profiles.text': invoke<ServiceText>()(z.strictObject({ service: z.string().max(64) })),
  /** Replaces a service as a whole, or takes it away; refused when it is not as it was `before` any more. */
  'profiles.save': invoke<SavedService>()(
    z.strictObject({
      service: z.string().max(64),
      before: profileText.optional(),
      text: profileText.optional(),
    }),
  ),
  'profiles.pin': invoke<null>()(z.strictObject({ address, pinned: z.boolean() })),
  /** Agrees to where the profile's secrets go now. With `seen` only when that is still what the person was shown. */
  'profiles.trust': invoke<{ changes: EndpointChange[] }>()(
    z.strictObject({ address, seen: z.array(endpointChange).max(100).optional() }),
  ),

  ...importContract,

  'secrets.set': invoke<null>()(
    z.strictObject({ address, member: z.enum(SECRET_MEMBERS), value: secretValue }),
  ),

  /** Environment variables of the caller, for the secrets of one profile that name them; kept in memory alone. */
  'secrets.lend': invoke<null>()(
    z.strictObject({ address, variables: z.record(z.string().max(256), z.string().max(64 * 1024)) }),
  ),

  /** Opens a profile of tier `prod` for the time that the settings give; without `armedUntil` it needs none. */
  'guard.arm': invoke<ArmResult>()(z.strictObject({ address })),
  'guard.disarm': invoke<null>()(z.strictObject({ address })),

  /** Takes effect at once and is kept in settings.json; the snapshot that follows has it. */
  'settings.set': invoke<null>()(settingsChangeSchema),

  /** What happened, newest first: who took which token, and what became of the tokens. */
  'history.activity': invoke<ActivityView>()(z.strictObject({ address: address.exactOptional() })),
  /** The last 24 hours of one profile, its last token call without secrets, and the claims of the token before. */
  'history.profile': invoke<ProfileHistory>()(z.strictObject({ address })),

  /** Starts the host's own identity provider unless it runs, and adds its profiles unless they are there. */
  'demo.start': invoke<{ addresses: readonly Address[] }>()(nothing),

  /** These two are refused with `runtime_unsupported` anywhere but in the desktop app. */
  'desktop.installCommand': invoke<CommandLineView>()(nothing),
  'desktop.restart': invoke<null>()(nothing),

  /** Unlocks, or makes the vault when there is none. Without a passphrase it uses the system's keychain. */
  'vault.unlock': invoke<null>()(z.strictObject({ passphrase: passphrase.optional() })),
  'vault.lock': invoke<null>()(nothing),
} as const;

export type IpcContract = typeof ipcContract;

/** How the renderer reaches its host, whichever it is. The desktop's preload exposes exactly this as `window.fob`. */
export interface Bridge {
  readonly kind: 'desktop' | 'browser';
  readonly call: Calls<IpcContract>;
  readonly listen: Listen<IpcContract>;
}

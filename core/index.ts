/** The engine's only public door. Hosts bring the ports (core/node has adapters) and drive what `createEngine` answers. */
export { createEngine } from './engine.ts';
export type { Engine, HandedToken, InspectRequest, TokenRequest } from './engine/contract.ts';
export { inspectText } from './engine/inspection.ts';
export type { EnginePorts } from './engine/ports.ts';
export { errorView, FobError } from './errors/fob-error.ts';
export { printable, redact } from './errors/redact.ts';
export type { Clock } from './ports/clock.ts';
export type { StartDemo } from './ports/demo.ts';
export type { Files } from './ports/files.ts';
export type {
  HttpAnswer,
  HttpClient,
  HttpClientFactory,
  HttpLimits,
  HttpRequest,
  TlsSecrets,
} from './ports/http.ts';
export type { Scrypt, ScryptParameters } from './ports/kdf.ts';
export type { KeySlotBackend, SlotContext, SlotRecord } from './ports/key-slot.ts';
export type { Log } from './ports/log.ts';
export type { Random } from './ports/random.ts';
export type { SecretSources } from './ports/secret-sources.ts';
export { profilesJsonSchema } from './profiles/profile-book.ts';
export { parseProfiles } from './profiles/profiles-file.ts';
export { fetchKeySet, localKeys } from './tokens/key-sets.ts';
export { inspectVault } from './vault/checkup.ts';

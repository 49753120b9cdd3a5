/**
 * Where a host listens. Both ends work it out with this one function, so they agree without talking. It is on the
 * command line's hot path and therefore imports nothing.
 */

export interface EndpointPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** The user's numeric id; `undefined` on Windows. */
  readonly uid: number | undefined;
  /** Absolute. */
  readonly dataDirectory: string;
}

export interface AgentEndpoint {
  /** Private to the user (0700). Holds the socket, and on Windows the record that names the pipe. */
  readonly directory: string;
  /** Path of the Unix socket. Empty on Windows, where the pipe has another name at each start (see pipe-record.ts). */
  readonly socket: string;
}

/** `sun_path` holds 104 bytes on macOS and 108 on Linux; some are left for the closing NUL and for safety. */
const MAX_SOCKET_BYTES = 100;

export function agentEndpoint({ env, platform, uid, dataDirectory }: EndpointPlace): AgentEndpoint {
  if (platform === 'win32') return { directory: `${dataDirectory}\\run`, socket: '' };
  const preferred = inDirectory(runDirectory(env, dataDirectory));
  if (Buffer.byteLength(preferred.socket) <= MAX_SOCKET_BYTES) return preferred;
  // Literally /tmp: the temporary directory of the environment may be long as well.
  return inDirectory(`/tmp/fob-${uid ?? 0}-${fnv1a64(dataDirectory)}`);
}

function runDirectory(env: EndpointPlace['env'], dataDirectory: string): string {
  const runtime = env.XDG_RUNTIME_DIR ?? '';
  // The XDG Base Directory Specification says that a relative path is to be ignored.
  const useRuntime = (env.FOB_HOME ?? '') === '' && runtime.startsWith('/');
  return useRuntime ? `${runtime.replace(/\/+$/, '')}/fob` : `${dataDirectory}/run`;
}

const inDirectory = (directory: string): AgentEndpoint => ({ directory, socket: `${directory}/agent.sock` });

/** FNV-1a, 64 bits: tells data directories apart and protects nothing; peer-check.ts does that. */
function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

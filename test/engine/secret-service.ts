/** A D-Bus session of its own with a real gnome-keyring, for tests. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PROGRAMS = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'];
const PASSWORD = 'password of the test keyring';

/** Installs what is missing where that is possible, else fails saying what to install. */
export function needSecretService(): void {
  if (PROGRAMS.every(isInstalled)) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const apt = (...args: string[]): unknown =>
      execFileSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'dbus', 'gnome-keyring');
  }
  const missing = PROGRAMS.filter((program) => !isInstalled(program));
  if (missing.length > 0)
    throw new Error(
      `This test needs ${missing.join(', ')}: install the packages dbus and gnome-keyring (Debian: apt-get install dbus gnome-keyring).`,
    );
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

export interface Session {
  /** What a program needs to find this session and nothing of the person's own. */
  readonly env: NodeJS.ProcessEnv;
  /** Starts the keyring, unlocked, in place of a running one. Its items outlive it. */
  startKeyring(): Promise<void>;
  /** Locks all that the running keyring holds. */
  lockKeyring(): void;
  stopKeyring(): Promise<void>;
  end(): Promise<void>;
}

/** `services`: which programs the bus may start by itself, as service files by name; without it those of the machine. */
export async function startSession(
  home: string,
  services?: Readonly<Record<string, string>>,
): Promise<Session> {
  const env = sessionEnvironment(home);
  const config = services === undefined ? [] : [`--config-file=${writeBusConfig(home, services)}`];
  const bus = spawn(
    'dbus-run-session',
    [...config, '--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat'],
    {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const [address] = (await once(bus.stdout, 'data')) as [Buffer];
  env.DBUS_SESSION_BUS_ADDRESS = address.toString().trim();
  let keyring: ChildProcess | undefined;

  const send = (destination: string, path: string, method: string, ...args: string[]): string =>
    execFileSync(
      'dbus-send',
      ['--session', '--print-reply', `--dest=${destination}`, path, method, ...args],
      {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
  const stopKeyring = async (): Promise<void> => {
    if (keyring !== undefined) await stop(keyring);
    keyring = undefined;
  };

  return {
    env,
    async startKeyring() {
      await stopKeyring();
      const args = ['--foreground', '--replace', '--unlock', '--components=secrets'];
      keyring = spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
      keyring.stdin?.end(PASSWORD);
      const pid = `uint32 ${keyring.pid}`;
      for (let tries = 0; tries < 100; tries += 1) {
        await wait(50);
        if (ownerOfSecrets(send).includes(pid)) return;
      }
      throw new Error('gnome-keyring-daemon did not come up');
    },
    lockKeyring() {
      const path = '/org/freedesktop/secrets';
      send(
        'org.freedesktop.secrets',
        path,
        'org.freedesktop.Secret.Service.Lock',
        `array:objpath:${path}/collection/login`,
      );
    },
    stopKeyring,
    async end() {
      await stopKeyring();
      bus.stdin.end();
      if (bus.exitCode === null) await once(bus, 'exit');
    },
  };
}

function ownerOfSecrets(send: (...args: [string, string, string, string]) => string): string {
  try {
    const bus = 'org.freedesktop.DBus';
    return send(bus, '/', `${bus}.GetConnectionUnixProcessID`, 'string:org.freedesktop.secrets');
  } catch {
    return '';
  }
}

/** Everything of the person's desktop is left out: a prompt must not appear on their screen. */
function sessionEnvironment(home: string): NodeJS.ProcessEnv {
  for (const folder of ['data/keyrings', 'cache', 'run'])
    mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  };
}

function writeBusConfig(home: string, services: Readonly<Record<string, string>>): string {
  const folder = join(home, 'services');
  mkdirSync(folder);
  for (const [name, command] of Object.entries(services))
    writeFileSync(join(folder, `${name}.service`), `[D-BUS Service]\nName=${name}\nExec=${command}\n`);
  const path = join(home, 'session.conf');
  writeFileSync(
    path,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>${folder}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`,
  );
  return path;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/**
 * The fuses of Electron's binary: switches that are set once in a packaged app and cannot be set back from outside. Every one
 * of them is named, so that one which a new Electron adds fails the packaging until somebody has decided (security.md E21
 * to E28).
 */
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

export type FuseName = keyof typeof FuseV1Options;

export const FUSES: Readonly<Record<FuseName, boolean>> = {
  // The app's binary is no Node for whoever finds it on the machine.
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableCookieEncryption: true,
  // The code that runs is the code that was packaged, where the system can tell: macOS and Windows.
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  // Fob ships no V8 snapshot of its own.
  LoadBrowserProcessSpecificV8Snapshot: false,
  // The page comes from app://fob/ only.
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

const NAMES = Object.keys(FUSES) as FuseName[];

/**
 * Sets all fuses of a binary, or of the binary in a macOS bundle. On a Mac whose processor runs nothing unsigned,
 * `resetAdHocSignature` makes the signature fit again. Rejects when the binary has more or fewer fuses than are named here.
 */
export async function setFuses(
  electron: string,
  { resetAdHocSignature }: { readonly resetAdHocSignature: boolean },
): Promise<void> {
  await flipFuses(electron, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: resetAdHocSignature,
    ...wire(),
  });
}

/** What differs in a binary from what was decided, one sentence each. Rejects when the file has no fuses at all. */
export async function differingFuses(electron: string): Promise<string[]> {
  const states = (await getCurrentFuseWire(electron)) as unknown as Readonly<
    Record<string, FuseState | undefined>
  >;
  const known = new Set(NAMES.map((name) => String(FuseV1Options[name])));
  return [
    ...NAMES.flatMap((name) => {
      const state = states[FuseV1Options[name]];
      const wanted = FUSES[name];
      return state === (wanted ? FuseState.ENABLE : FuseState.DISABLE)
        ? []
        : [`${name} is ${stateText(state)} and must be ${onOff(wanted)}`];
    }),
    ...Object.keys(states)
      .filter((index) => /^\d+$/.test(index) && !known.has(index))
      .map((index) => `fuse number ${index} is not known`),
  ];
}

function wire(): Record<FuseV1Options, boolean> {
  return Object.fromEntries(NAMES.map((name) => [FuseV1Options[name], FUSES[name]])) as Record<
    FuseV1Options,
    boolean
  >;
}

function stateText(state: FuseState | undefined): string {
  if (state === FuseState.ENABLE || state === FuseState.DISABLE) return onOff(state === FuseState.ENABLE);
  return state === FuseState.REMOVED ? 'removed from Electron' : 'missing';
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}

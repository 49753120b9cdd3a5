/** What Fob is packaged for. The words for a system and a processor are electron-builder's. */

export type System = 'mac' | 'win' | 'linux';
export type Processor = 'x64' | 'arm64';

export interface Target {
  readonly system: System;
  readonly processor: Processor;
}

/** The formats of each system; all of them exist for both processors. */
export const FORMATS = {
  mac: ['dmg', 'zip'],
  win: ['nsis', 'portable'],
  linux: ['AppImage', 'deb', 'rpm'],
} as const satisfies Record<System, readonly string[]>;

export const TARGETS: readonly Target[] = (['mac', 'win', 'linux'] as const).flatMap((system) =>
  (['x64', 'arm64'] as const).map((processor) => ({ system, processor })),
);

const SYSTEM_OF: Partial<Record<NodeJS.Platform, System>> = { darwin: 'mac', win32: 'win', linux: 'linux' };

/** The system that the platform of Node is; `undefined` for one that Fob is not packaged for. */
export function systemOf(platform: NodeJS.Platform): System | undefined {
  return SYSTEM_OF[platform];
}

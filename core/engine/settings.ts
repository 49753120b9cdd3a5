/** The little that Fob remembers besides profiles and secrets: which addresses are pinned. */
import { z } from 'zod';
import type { Files } from '../ports/files.ts';

const FILE = 'settings.json';
const settingsSchema = z.looseObject({ pinned: z.array(z.string()).default([]) });

export interface Settings {
  /** Settings that cannot be read count as none; the file is left as it is until something is pinned. */
  load(): Promise<void>;
  pinned(): ReadonlySet<string>;
  setPinned(address: string, pinned: boolean): Promise<void>;
}

export function createSettings(files: Files): Settings {
  let current = settingsSchema.parse({});
  return {
    load: async () => {
      const bytes = await files.read(FILE);
      current = (bytes && parse(new TextDecoder().decode(bytes))) ?? settingsSchema.parse({});
    },
    pinned: () => new Set(current.pinned),
    setPinned: async (address, pinned) => {
      const others = current.pinned.filter((known) => known !== address);
      const next = { ...current, pinned: pinned ? [...others, address] : others };
      await files.write(FILE, new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`));
      current = next;
    },
  };
}

function parse(text: string): z.infer<typeof settingsSchema> | undefined {
  try {
    return settingsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Made by the build from package-lock.json. */
declare module 'virtual:licences' {
  export const LICENCES: readonly {
    readonly name: string;
    readonly version: string;
    /** An SPDX expression. */
    readonly licence: string;
  }[];
}

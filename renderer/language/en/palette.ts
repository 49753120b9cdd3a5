export const palette = {
  label: 'Commands and addresses',
  open: 'Commands',
  placeholder: 'Type a command or an address',
  results: 'Results',
  nothing: 'Nothing matches',
  count: (count: number) => `${count} ${count === 1 ? 'result' : 'results'}`,
  lock: 'Lock the vault',
  theme: {
    system: 'Theme: as the system',
    light: 'Theme: light',
    dark: 'Theme: dark',
  },
  copyAs: (format: string) => `Copy: ${format}`,
  keys: { move: 'move', copy: 'copy or go', run: 'do it', more: 'more for the address', back: 'back' },
};

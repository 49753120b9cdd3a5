/** Drawn on a 16 by 16 grid with a stroke of 1.5, in the colour of the text around them. */
const PATHS = {
  copy: 'M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z',
  check: 'M3 8.5 6.5 12 13 4.5',
  'chevron-down': 'M4 6.25 8 10.25 12 6.25',
  more: 'M4.0 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM8.5 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM13.0 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0z',
  pin: 'M6 2.5h4M6.75 2.5v4L4.5 9v1h7V9L9.25 6.5v-4M8 10v3.75',
  refresh: 'M13.25 8a5.25 5.25 0 1 1-1.6-3.77M13.25 2.25v2.5h-2.5',
  lock: 'M4 7.25h8a.75.75 0 0 1 .75.75v5a.75.75 0 0 1-.75.75H4a.75.75 0 0 1-.75-.75V8A.75.75 0 0 1 4 7.25zM5.25 7V5a2.75 2.75 0 0 1 5.5 0v2',
  search: 'M11.25 7a4.25 4.25 0 1 1-8.5 0 4.25 4.25 0 0 1 8.5 0zM10.25 10.25l3.25 3.25',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.25v3.5M8 5.01v.01',
  warning: 'M8 2.5 14.25 13.25H1.75zM8 6.5v3.25M8 11.49v.01',
  error: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5zM8 5v3.5M8 10.74v.01',
  key: 'M8.5 7.5a3.25 3.25 0 1 1-1.6-1.6L13.25 2.5M11 4.75l1.75 1.75M9.25 6.5l1 1',
  person: 'M10.5 5.25a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM3 13.5c.5-2.75 2.5-4 5-4s4.5 1.25 5 4',
  'sign-out': 'M6.5 2.75H3.75a1 1 0 0 0-1 1v8.5a1 1 0 0 0 1 1H6.5M6.25 8h7M10.5 5.25 13.25 8 10.5 10.75',
  'shield-check':
    'M8 1.75 13.25 3.5v4c0 3.25-2.25 5.6-5.25 6.75-3-1.15-5.25-3.5-5.25-6.75v-4zM5.5 7.75 7.25 9.5l3.25-3.5',
  'shield-cross':
    'M8 1.75 13.25 3.5v4c0 3.25-2.25 5.6-5.25 6.75-3-1.15-5.25-3.5-5.25-6.75v-4zM6 5.75l4 4M10 5.75l-4 4',
  eye: 'M1.5 8c1.4-2.75 3.75-4.25 6.5-4.25S13.1 5.25 14.5 8c-1.4 2.75-3.75 4.25-6.5 4.25S2.9 10.75 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  trash: 'M2.75 4.25h10.5M6 4V2.5h4V4M4 4.5l.6 8.5a.75.75 0 0 0 .75.7h5.3a.75.75 0 0 0 .75-.7l.6-8.5',
  upload:
    'M8 10.5v-8M4.75 5.5 8 2.25l3.25 3.25M2.75 10.5v2.25a.75.75 0 0 0 .75.75h9a.75.75 0 0 0 .75-.75V10.5',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a word, or inside a control that has a name: it says nothing to assistive technology. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

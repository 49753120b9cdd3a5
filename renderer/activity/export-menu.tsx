import { Menu, MenuTrigger, Popover } from 'react-aria-components/Menu';
import type { ActivityEvent } from '../../shared/history-view.ts';
import { useWords } from '../language/language.tsx';
import { copyText } from '../ui/copy-text.ts';
import { Button } from '../ui/button.tsx';
import { MenuEntry } from '../ui/menu-popover.tsx';
import { useNotify } from '../ui/notify.tsx';
import { download } from './download.ts';
import { toCsv, toJson } from './export.ts';

/** The events in sight, to take along: as a file, or by the clipboard. */
export function ExportMenu({ events }: { readonly events: readonly ActivityEvent[] }) {
  const { activity: words, history } = useWords();
  const notify = useNotify();
  const copy = async () => {
    if (await copyText(toCsv(events))) notify({ kind: 'done', message: words.copied(events.length) });
    else notify({ kind: 'failed', error: { code: 'refused_by_policy', message: history.trace.notCopied } });
  };
  return (
    <MenuTrigger>
      <Button icon="upload" isDisabled={events.length === 0}>
        {words.export}
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={words.export}>
          <MenuEntry
            id="csv"
            label={words.downloadCsv}
            onAction={() => download('fob-activity.csv', 'text/csv', toCsv(events))}
          />
          <MenuEntry
            id="json"
            label={words.downloadJson}
            onAction={() => download('fob-activity.json', 'application/json', toJson(events))}
          />
          <MenuEntry id="copy" label={words.copyCsv} onAction={() => void copy()} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

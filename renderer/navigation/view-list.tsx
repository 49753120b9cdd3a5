import { Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components/Menu';
import { useWords } from '../language/language.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNavigation } from './navigation.tsx';
import { OFFERED_VIEWS } from './views.tsx';

/** The views as a rail beside the page, where there is room for one. */
export function ViewRail() {
  const words = useWords().navigation;
  const { view, go } = useNavigation();
  return (
    <nav className="rail" aria-label={words.label}>
      <ul>
        {OFFERED_VIEWS.map(({ kind, icon }) => (
          <li key={kind}>
            <button
              type="button"
              className="rail-item"
              {...(kind === view.kind ? { 'aria-current': 'page' } : {})}
              onClick={() => go({ kind })}
            >
              <Icon name={icon} size={20} />
              <span className="rail-word">{words.short[kind]}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The views behind one button, on a narrow window. */
export function ViewMenu() {
  const words = useWords().navigation;
  const { view, go } = useNavigation();
  return (
    <nav className="view-menu" aria-label={words.label}>
      <MenuTrigger>
        <IconButton icon="menu" label={words.label} />
        <Popover className="popover" placement="bottom start" offset={4}>
          <Menu
            className="menu"
            aria-label={words.label}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[view.kind]}
          >
            {OFFERED_VIEWS.map(({ kind, icon }) => (
              <MenuItem
                key={kind}
                id={kind}
                className="menu-item menu-item-icon"
                textValue={words[kind]}
                onAction={() => go({ kind })}
              >
                <Icon name={icon} />
                <Text slot="label">{words[kind]}</Text>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </nav>
  );
}

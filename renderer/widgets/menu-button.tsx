import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import './menu-button.css';

export type MenuEntry =
  | { readonly kind: 'action'; readonly label: string; readonly icon?: ReactNode; readonly hint?: string; readonly isCurrent?: boolean; readonly refusal?: string | null; readonly run: () => void }
  | { readonly kind: 'check'; readonly label: string; readonly isOn: boolean; readonly refusal?: string | null; readonly set: (isOn: boolean) => void }
  | { readonly kind: 'line' }
  | { readonly kind: 'note'; readonly text: string };

/** A button that opens a list of actions and switches. Arrow keys, first letters and Esc work in it; what is refused says why. */
export function MenuButton(props: {
  readonly label: string;
  readonly className?: string;
  readonly title?: string;
  readonly align?: 'start' | 'end';
  /** Distance of the list from the button, px. */
  readonly offset?: number;
  readonly entries: readonly MenuEntry[];
  readonly children: ReactNode;
}) {
  const { label, className, title, align = 'start', offset = 4, entries, children } = props;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={className ?? 'menu-trigger'} aria-label={label} title={title ?? label}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align={align} sideOffset={offset}>
          <Menu.Popup className="menu">
            {entries.map((entry, at) => (
              <MenuLine key={`${at} ${entry.kind === 'note' || entry.kind === 'line' ? '' : entry.label}`} entry={entry} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** One line of a menu, for menus that open in another way. */
export function MenuLine({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case 'line':
      return <Menu.Separator className="menu-line" />;
    case 'note':
      return <p className="menu-note">{entry.text}</p>;
    case 'check':
      return (
        <Menu.CheckboxItem className="menu-item" checked={entry.isOn} disabled={(entry.refusal ?? null) !== null} title={entry.refusal ?? undefined} closeOnClick={false} onCheckedChange={entry.set}>
          <span className="menu-mark">
            <Menu.CheckboxItemIndicator>
              <Check size={14} strokeWidth={2} />
            </Menu.CheckboxItemIndicator>
          </span>
          <span className="menu-label">{entry.label}</span>
        </Menu.CheckboxItem>
      );
    case 'action':
      return (
        <Menu.Item className="menu-item" disabled={(entry.refusal ?? null) !== null} title={entry.refusal ?? undefined} aria-current={entry.isCurrent === true ? 'page' : undefined} onClick={entry.run}>
          {entry.icon === undefined ? null : <span className="menu-mark">{entry.icon}</span>}
          <span className="menu-label">{entry.label}</span>
          {entry.hint === undefined ? null : <kbd className="kbd">{entry.hint}</kbd>}
        </Menu.Item>
      );
  }
}

import { Camera, Layers, Scan, Search, ZoomIn, ZoomOut } from 'lucide-react';
import { MenuButton } from '../../widgets/menu-button.tsx';
import { PanelTools } from '../../widgets/panel-tools.tsx';

const levelWords = { 1: 'Level 1, overview', 2: 'Level 2 display', 3: 'Level 3, detail', 4: 'Level 4, diagnosis' } as const;

/** The tools of a process screen in its tab row: display level, layers, what is searched for, zoom. */
export function ScreenTools(props: {
  readonly level: 1 | 2 | 3 | 4 | null;
  readonly layers: readonly string[];
  readonly hidden: ReadonlySet<string>;
  /** 1: the whole screen. */
  readonly zoom: number;
  readonly isSearching: boolean;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onSearch: () => void;
  /** Makes a picture of the screen, for the clipboard or as a file. */
  readonly onPicture: (to: 'clipboard' | 'file') => void;
}) {
  const { level, layers, hidden, zoom, isSearching, onHide, onZoom, onFit, onSearch, onPicture } = props;
  const toggle = (layer: string, isOn: boolean): void => onHide(new Set(isOn ? [...hidden].filter((one) => one !== layer) : [...hidden, layer]));
  const hiddenHere = layers.filter((layer) => hidden.has(layer)).length;
  return (
    <PanelTools>
      {level === null ? null : <span className="screen-tools-level">{levelWords[level]}</span>}
      <button type="button" className="menu-trigger" aria-label="Find on this screen" title="Find on this screen (Ctrl F)" aria-pressed={isSearching} onClick={onSearch}>
        <Search size={15} strokeWidth={1.75} />
      </button>
      {layers.length === 0 ? null : (
        <MenuButton
          label={hiddenHere === 0 ? 'Layers' : `Layers, ${hiddenHere} hidden`}
          align="end"
          entries={[
            ...layers.map((layer) => ({ kind: 'check' as const, label: layer, isOn: !hidden.has(layer), set: (isOn: boolean) => toggle(layer, isOn) })),
            { kind: 'line' },
            { kind: 'action', label: 'Show all layers', refusal: hiddenHere === 0 ? 'No layer is hidden.' : null, run: () => onHide(new Set([...hidden].filter((one) => !layers.includes(one)))) },
          ]}
        >
          <span className="screen-tools-layers">
            <Layers size={15} strokeWidth={1.75} />
            {hiddenHere === 0 ? null : <span className="num">{hiddenHere} hidden</span>}
          </span>
        </MenuButton>
      )}
      {zoom <= 1 ? null : (
        <>
          <button type="button" className="menu-trigger" aria-label="Farther" title="Farther (−)" onClick={() => onZoom(0.8)}>
            <ZoomOut size={15} strokeWidth={1.75} />
          </button>
          <span className="screen-tools-zoom num">{Math.round(zoom * 100)} %</span>
        </>
      )}
      <button type="button" className="menu-trigger" aria-label="Nearer" title="Nearer (+), or the wheel" onClick={() => onZoom(1.25)}>
        <ZoomIn size={15} strokeWidth={1.75} />
      </button>
      <button type="button" className="menu-trigger" aria-label="Whole screen" title="Whole screen (0)" disabled={zoom <= 1} onClick={onFit}>
        <Scan size={15} strokeWidth={1.75} />
      </button>
      <MenuButton
        label="Picture of this screen"
        align="end"
        entries={[
          { kind: 'action', label: 'Copy screen as image', run: () => onPicture('clipboard') },
          { kind: 'action', label: 'Save screen as PNG', run: () => onPicture('file') },
        ]}
      >
        <Camera size={15} strokeWidth={1.75} />
      </MenuButton>
    </PanelTools>
  );
}

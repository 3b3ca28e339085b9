import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { priorities } from '../client/alarm-book.ts';
import { type Preferences, preferences, textSizes, type ToneLevel, toneLevels } from '../client/preferences.ts';
import { AlarmGlyph } from '../widgets/alarm-glyph.tsx';
import { Segmented } from '../widgets/segmented.tsx';
import { hornPlayer } from './use-horn.ts';
import { useSpeechRefusal } from './use-speech.ts';
import './settings-menu.css';

/** Choices of this console: density, text size, sound, single-letter keys. */
export function SettingsMenu({ trigger }: { readonly trigger: ReactNode }) {
  const now = useStore(preferences);
  const speechRefusal = useSpeechRefusal();
  const set = (change: Partial<Preferences>): void => preferences.setState(change);
  return (
    <Popover.Root>
      <Popover.Trigger className="navigation-rail-item" title="This console: density, text size, sound, keys">
        {trigger}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="right" align="end" sideOffset={8} className="settings-menu-place">
          <Popover.Popup className="settings-menu">
            <Popover.Title className="settings-menu-title">This console</Popover.Title>
            <Row label="Theme">
              <Segmented label="Theme" value={now.theme} onChange={(theme) => set({ theme })} segments={[{ id: 'dark', label: 'Dark' }, { id: 'light', label: 'Light' }]} />
            </Row>
            <Row label="Density">
              <Segmented label="Density" value={now.density} onChange={(density) => set({ density })} segments={[{ id: 'desk', label: 'Desk' }, { id: 'tablet', label: 'Tablet' }]} />
            </Row>
            <Row label="Text size, %">
              <Segmented
                label="Text size in percent"
                value={String(now.textSize)}
                onChange={(size) => set({ textSize: Number(size) })}
                segments={textSizes.map((size) => ({ id: String(size), label: String(size) }))}
              />
            </Row>
            <Row label="Alarm sound">
              <OnOff label="Alarm sound" isOn={now.isHornOn} onChange={(isHornOn) => set({ isHornOn })} />
            </Row>
            {now.isHornOn ? <Tones tones={now.tones} onChange={(tones) => set({ tones })} /> : null}
            <Row label="Spoken alarms">
              <Segmented
                label="Spoken alarms"
                value={now.isSpeechOn && speechRefusal === null ? 'on' : 'off'}
                onChange={(id) => set({ isSpeechOn: id === 'on' })}
                segments={[{ id: 'on', label: 'On', ...(speechRefusal === null ? {} : { refusal: speechRefusal }) }, { id: 'off', label: 'Off' }]}
              />
            </Row>
            <Row label="Single-letter keys">
              <OnOff label="Single-letter keys" isOn={now.hasLetterKeys} onChange={(hasLetterKeys) => set({ hasLetterKeys })} />
            </Row>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const toneWords: Readonly<Record<ToneLevel, string>> = { 0: 'Off', 25: 'Low', 50: 'Mid', 100: 'Full' };

/** How loud the tones of each priority are; a choice is heard at once. */
function Tones({ tones, onChange }: { readonly tones: Preferences['tones']; readonly onChange: (tones: Preferences['tones']) => void }) {
  return (
    <>
      {priorities.map((priority) => (
        <div key={priority} className="settings-menu-row is-tone">
          <AlarmGlyph priority={priority} state="active-acked" size={20} />
          <Segmented
            label={`Tones of priority ${priority}`}
            value={String(tones[priority])}
            onChange={(id) => {
              const level = toneLevels.find((one) => String(one) === id) ?? 100;
              onChange({ ...tones, [priority]: level });
              if (level > 0) hornPlayer.getState().player?.tryOut(priority, level);
            }}
            segments={toneLevels.map((level) => ({ id: String(level), label: toneWords[level] }))}
          />
        </div>
      ))}
    </>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="settings-menu-row">
      <span>{label}</span>
      {children}
    </div>
  );
}

function OnOff({ label, isOn, onChange }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return <Segmented label={label} value={isOn ? 'on' : 'off'} onChange={(id) => onChange(id === 'on')} segments={[{ id: 'on', label: 'On' }, { id: 'off', label: 'Off' }]} />;
}

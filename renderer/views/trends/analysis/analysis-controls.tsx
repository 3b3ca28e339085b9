import { type ReactNode, useState } from 'react';
import { type WindowName, windowNames } from '#shared/math/spectrum-window.ts';
import { Segmented } from '../../../widgets/segmented.tsx';
import { type AnalysisPen, speedTags } from './analysis-pen.ts';
import { type AnalysisSettings, averageCounts, lengths, parseOrders, setAnalysis, windowWords } from './analysis-settings.ts';
import type { SectionProps } from './section-props.ts';

const frequencies = [10, 20, 50, 100, 200, 500, 600, 1000, 2000, 5000, 10_000, 20_000] as const;
const earlier = [
  { ms: 3_600_000, label: '1 h earlier' },
  { ms: 28_800_000, label: '8 h earlier' },
  { ms: 86_400_000, label: '1 day earlier' },
  { ms: 604_800_000, label: '7 days earlier' },
  { ms: 2_592_000_000, label: '30 days earlier' },
] as const;

/** How spectra are made and read, and what stands between samples for two pens. */
export function AnalysisControls({ client, settings, pens }: Pick<SectionProps, 'client' | 'settings' | 'pens'>) {
  if (settings.tab === 'xy') {
    return (
      <div className="analysis-controls">
        <Field label="Between samples">
          <Segmented label="Between samples" segments={[{ id: 'line', label: 'Line' }, { id: 'hold', label: 'Hold' }]} value={settings.between} onChange={(between) => setAnalysis({ between })} />
        </Field>
      </div>
    );
  }
  if (settings.tab === 'histogram') return <div className="analysis-controls tx-3">Each value counts for as long as it stood. Cursors A and B choose a stretch.</div>;
  return (
    <div className="analysis-controls">
      <Field label="Points">
        <Choice label="Points" value={settings.length} options={lengths.map((value) => ({ value, label: String(value) }))} onChoose={(length) => setAnalysis({ length })} />
      </Field>
      <Field label="Window">
        <select aria-label="Window" value={settings.window} onChange={(event) => setAnalysis({ window: event.target.value as WindowName })}>
          {windowNames.map((name) => (
            <option key={name} value={name}>
              {windowWords[name]}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Up to">
        <Choice label="Highest frequency" value={settings.maxHz ?? 0} options={[{ value: 0, label: 'Half the rate' }, ...frequencies.map((value) => ({ value, label: `${value} Hz` }))]} onChoose={(hz) => setAnalysis({ maxHz: hz === 0 ? null : hz })} />
      </Field>
      {settings.tab === 'waterfall' ? null : (
        <>
          <Field label="Averages">
            <Choice label="Averages" value={settings.averages} options={averageCounts.map((value) => ({ value, label: value === 1 ? 'None' : `${value}, half overlapped` }))} onChoose={(averages) => setAnalysis({ averages })} />
          </Field>
          <Field label="Amplitude">
            <Segmented label="Amplitude" segments={[{ id: 'peak', label: 'Peak' }, { id: 'rms', label: 'RMS' }]} value={settings.amplitude} onChange={(amplitude) => setAnalysis({ amplitude })} />
          </Field>
          <Field label="Axis">
            <Segmented label="Axis" segments={[{ id: 'log', label: 'Log' }, { id: 'linear', label: 'Linear' }]} value={settings.isLog ? 'log' : 'linear'} onChange={(id) => setAnalysis({ isLog: id === 'log' })} />
          </Field>
          <BandField settings={settings} />
          <ReferenceField settings={settings} />
        </>
      )}
      <SpeedField client={client} settings={settings} pens={pens} />
      <OrdersField settings={settings} />
    </div>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="analysis-field">
      <span className="tx-3">{label}</span>
      {children}
    </div>
  );
}

function Choice({ label, value, options, onChoose }: { readonly label: string; readonly value: number; readonly options: readonly { readonly value: number; readonly label: string }[]; readonly onChoose: (value: number) => void }) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChoose(Number(event.target.value))}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A number typed by hand, taken when it is one: on Enter or when the field is left. */
function NumberInput({ label, value, onTake }: { readonly label: string; readonly value: number; readonly onTake: (value: number) => void }) {
  const [text, setText] = useState<string | null>(null);
  const take = (): void => {
    const number = Number((text ?? '').trim().replace(',', '.'));
    if (text !== null && text.trim() !== '' && Number.isFinite(number) && number >= 0) onTake(number);
    setText(null);
  };
  return <input aria-label={label} inputMode="decimal" className="num" value={text ?? String(value)} onChange={(event) => setText(event.target.value)} onBlur={take} onKeyDown={(event) => event.key === 'Enter' && take()} />;
}

const standardBand = { lowHz: 500, highHz: 5000 };

function BandField({ settings: { band } }: { readonly settings: AnalysisSettings }) {
  return (
    <Field label="Signal">
      <span className="analysis-row">
        <Segmented label="Signal" segments={[{ id: 'signal', label: 'As recorded' }, { id: 'envelope', label: 'Envelope' }]} value={band === null ? 'signal' : 'envelope'} onChange={(id) => setAnalysis({ band: id === 'signal' ? null : (band ?? standardBand) })} />
        {band === null ? null : (
          <>
            <NumberInput label="Lower end of the band, Hz" value={band.lowHz} onTake={(lowHz) => setAnalysis({ band: { ...band, lowHz } })} />
            <span className="tx-3">to</span>
            <NumberInput label="Upper end of the band, Hz" value={band.highHz} onTake={(highHz) => setAnalysis({ band: { ...band, highHz } })} />
            <span className="tx-3">Hz</span>
          </>
        )}
      </span>
    </Field>
  );
}

function ReferenceField({ settings: { reference } }: { readonly settings: AnalysisSettings }) {
  const value = reference.kind === 'earlier' ? String(reference.byMs) : reference.kind;
  const choose = (id: string): void => setAnalysis({ reference: id === 'none' || id === 'cursor-a' ? { kind: id } : { kind: 'earlier', byMs: Number(id) } });
  return (
    <Field label="Reference">
      <select aria-label="Reference run" value={value} onChange={(event) => choose(event.target.value)}>
        <option value="none">None</option>
        <option value="cursor-a">At cursor A</option>
        {earlier.map(({ ms, label }) => (
          <option key={ms} value={ms}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

function SpeedField({ client, settings: { speed }, pens }: { readonly client: SectionProps['client']; readonly settings: AnalysisSettings; readonly pens: readonly AnalysisPen[] }) {
  const tags = [...new Set([...speedTags(client), ...pens.filter(({ isState }) => !isState).map(({ tag }) => tag as string), ...(speed.kind === 'tag' ? [speed.tag] : [])])];
  const choose = (id: string): void => setAnalysis({ speed: id === 'none' ? { kind: 'none' } : id === 'typed' ? { kind: 'typed', rpm: 1500 } : { kind: 'tag', tag: id.slice(4) } });
  return (
    <Field label="Shaft speed">
      <span className="analysis-row">
        <select aria-label="Shaft speed" value={speed.kind === 'tag' ? `tag:${speed.tag}` : speed.kind} onChange={(event) => choose(event.target.value)}>
          <option value="none">Not known</option>
          <option value="typed">Typed</option>
          {tags.map((tag) => (
            <option key={tag} value={`tag:${tag}`}>
              {tag}
            </option>
          ))}
        </select>
        {speed.kind === 'typed' ? (
          <>
            <NumberInput label="Shaft speed, revolutions per minute" value={speed.rpm} onTake={(rpm) => setAnalysis({ speed: { kind: 'typed', rpm } })} />
            <span className="tx-3">rpm</span>
          </>
        ) : null}
      </span>
    </Field>
  );
}

function OrdersField({ settings: { orders } }: { readonly settings: AnalysisSettings }) {
  const [text, setText] = useState<string | null>(null);
  const parsed = text === null ? orders : parseOrders(text);
  const take = (): void => {
    if (text !== null && parsed !== null) setAnalysis({ orders: parsed });
    setText(null);
  };
  return (
    <Field label="Orders">
      <input aria-label="Orders to mark, multiples of the shaft speed" className="num analysis-orders" aria-invalid={parsed === null} title={parsed === null ? 'Numbers above 0, at most 12, with spaces between' : 'Multiples of the shaft speed, with spaces between'} value={text ?? orders.join('  ')} onChange={(event) => setText(event.target.value)} onBlur={take} onKeyDown={(event) => event.key === 'Enter' && take()} />
    </Field>
  );
}

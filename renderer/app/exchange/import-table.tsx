import type { ImportMapping } from '#shared/contract/exchange.ts';
import { useDirectory } from '../../client/use-client.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { Field } from './exchange-frame.tsx';
import { withColumn } from './import-mapping.ts';

/** What the engine saw in a file. */
export type Looked = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly unknown: readonly string[] };

const timeForms = [
  { id: 'iso', label: 'Date and time (ISO, UTC without offset)' },
  { id: 'epoch-ms', label: 'Milliseconds since 1970' },
  { id: 'epoch-s', label: 'Seconds since 1970' },
] as const;
const shownRows = 8;
const shownUnknown = 200;

/** How the columns are read, the first rows, and what becomes of names that are no tag. */
export function ImportTable({ looked, mapping, onChange }: { readonly looked: Looked; readonly mapping: ImportMapping; readonly onChange: (mapping: ImportMapping) => void }) {
  const { columns, rows } = looked;
  const choose = (label: string, value: string, take: (column: string) => void, none?: string) => (
    <select aria-label={label} value={value} onChange={(event) => take(event.target.value)}>
      {none === undefined && columns.includes(value) ? null : <option value="">{none ?? 'Choose'}</option>}
      {columns.map((column) => (
        <option key={column}>{column}</option>
      ))}
    </select>
  );
  const isLong = mapping.layout === 'long';
  return (
    <>
      <Field label="Layout">
        <Segmented label="Layout" segments={[{ id: 'long', label: 'A row a sample' }, { id: 'wide', label: 'A column a tag' }]} value={mapping.layout} onChange={(layout) => onChange({ ...mapping, layout })} />
      </Field>
      <Field label="Times">
        <span className="exchange-row">
          {choose('Column of the times', mapping.timeColumn, (timeColumn) => onChange({ ...mapping, timeColumn }))}
          <select aria-label="How times are written" value={mapping.timeForm} onChange={(event) => onChange({ ...mapping, timeForm: event.target.value as ImportMapping['timeForm'] })}>
            {timeForms.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </span>
      </Field>
      {isLong ? (
        <>
          <Field label="Tags">{choose('Column of the tags', mapping.tagColumn ?? '', (column) => onChange(withColumn(mapping, 'tagColumn', column)))}</Field>
          <Field label="Values">{choose('Column of the values', mapping.valueColumn ?? '', (column) => onChange(withColumn(mapping, 'valueColumn', column)))}</Field>
          <Field label="Quality">{choose('Column of the quality', mapping.qualityColumn ?? '', (column) => onChange(withColumn(mapping, 'qualityColumn', column)), 'None: all good')}</Field>
        </>
      ) : null}
      <div className="exchange-sample">
        <table className="num">
          <caption className="visually-hidden">First rows of the file</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shownRows).map((row, at) => (
              <tr key={at}>
                {columns.map((column, cell) => (
                  <td key={column}>{row[cell] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {looked.unknown.length === 0 ? null : <UnknownNames unknown={looked.unknown} mapping={mapping} onChange={onChange} />}
    </>
  );
}

function UnknownNames({ unknown, mapping, onChange }: { readonly unknown: readonly string[]; readonly mapping: ImportMapping; readonly onChange: (mapping: ImportMapping) => void }) {
  const directory = useDirectory();
  return (
    <div className="exchange-unknown">
      <table>
        <caption>Names that are no tag of this project. Type the tag each belongs to; without one it is left out.</caption>
        <tbody>
          {unknown.slice(0, shownUnknown).map((name) => {
            const tag = mapping.rename[name] ?? '';
            const isWrong = tag !== '' && directory?.tagById(tag) === undefined;
            return (
              <tr key={name}>
                <th scope="row" className="mono">
                  {name}
                </th>
                <td>
                  <input className="mono" aria-label={`Tag of ${name}`} aria-invalid={isWrong} placeholder="left out" value={tag} onChange={(event) => onChange({ ...mapping, rename: { ...mapping.rename, [name]: event.target.value.trim() } })} />
                </td>
                <td className="tx-3">{isWrong ? 'no such tag' : (directory?.tagById(tag)?.name ?? '')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {unknown.length > shownUnknown ? <p className="tx-3">{unknown.length - shownUnknown} more names are left out.</p> : null}
    </div>
  );
}

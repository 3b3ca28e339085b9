import { entriesOf, type FuxaProject, type Json, numberOf, objectOf, textOf } from './fuxa-project.ts';
import type { ImportReport } from './import-model.ts';
import { listFileText } from './yaml-text.ts';

export type FuxaTag = { readonly id: string; readonly type: 'float' | 'int' | 'bool' | 'text' };
/** The tags of the project by what FUXA's screens and alarms name them with. */
export type FuxaTags = {
  /** By FUXA's id of the tag, else by its name on the named device; null where there is none, or it was left out. */
  find(variable: Json): FuxaTag | null;
  /** Proposals for `devices/`, `assets/` and `tags/`. */
  readonly files: { readonly path: string; readonly text: string }[];
};

type Address = { readonly address: string; readonly type: FuxaTag['type'] };
/** `kind` null: there is no driver for it here, and its tags are proposed without an address. */
type Device = { readonly id: string; readonly kind: 'modbus' | 'opcua' | null; readonly source: Json };

const drivers: Readonly<Record<string, string>> = { modbustcp: 'modbus', opcua: 'opcua' };
const ownValues: ReadonlySet<string> = new Set(['fuxaserver', 'internal']);

/**
 * Devices and tags as files of a project. Nothing is made up: what FUXA does not say is left to the standard; a tag whose device
 * has no driver here stands in the list without an address, so that screens keep their place for it, and never has a value.
 */
export function fuxaTags(project: FuxaProject, report: ImportReport): FuxaTags {
  const ids = new Set<string>();
  const byId = new Map<string, FuxaTag>();
  const byName = new Map<string, FuxaTag>();
  const devices: Device[] = [];
  const tags: Parameters<typeof listFileText>[2][number][] = [];
  for (const source of project.devices) {
    const kind = textOf(source['type']);
    const driver = drivers[kind.toLowerCase()];
    const own = entriesOf(source['tags']);
    const name = textOf(source['name']) || kind;
    const found: Device = { id: uniqueId(name, ids, 'DEV'), kind: (driver as Device['kind'] | undefined) ?? null, source };
    const device: Device = deviceOptions(found) === null ? { ...found, kind: null } : found;
    devices.push(device);
    if (device.kind !== null) report.taken('devices', `proposed in devices/fuxa.yaml with driver ${device.kind}`);
    else if (ownValues.has(kind.toLowerCase())) report.leftOut('values of the FUXA server', 'its tags stand in tags/fuxa.yaml without a source; make them calculated tags', own.length);
    else report.leftOut(`devices (${kind || 'of no kind'})`, driver === undefined ? `there is no driver for ${kind || 'them'} here yet; their tags stand in tags/fuxa.yaml without an address` : 'they have no address that the driver could use; their tags stand in tags/fuxa.yaml without one');
    for (const tag of own) {
      const read = device.kind === 'modbus' ? modbusAddress(tag) : device.kind === 'opcua' ? opcuaAddress(tag) : null;
      if (typeof read === 'string') report.changed('tags', `proposed without an address: ${read}`);
      const address: Address = read === null || typeof read === 'string' ? { address: '', type: plainType(tag) } : read;
      const label = textOf(tag['name']) || textOf(tag['id']);
      const id = uniqueId(label, ids, `${device.id}-TAG`);
      const made: FuxaTag = { id, type: address.type };
      byId.set(textOf(tag['id']), made);
      byName.set(`${name}\n${label}`, made);
      tags.push(tagEntry(tag, made, { address: address.address, device, label }, report));
      if (address.address !== '') report.taken('tags', 'proposed in tags/fuxa.yaml');
    }
  }
  return {
    find: (variable) => byId.get(textOf(variable['variableId'])) ?? byName.get(`${textOf(variable['variableSrc'])}\n${textOf(variable['variable'])}`) ?? null,
    files: devices.length === 0 ? [] : proposals(devices, tags, report),
  };
}

function proposals(devices: readonly Device[], tags: Parameters<typeof listFileText>[2], report: ImportReport): FuxaTags['files'] {
  const deviceEntries = devices.filter(({ kind }) => kind !== null).map((device) => {
    const { source } = device;
    const name = textOf(source['name']) || device.id;
    const periodMs = Math.max(5, numberOf(source['polling']) ?? 1000);
    const isOff = source['enabled'] === false || source['enabled'] === 'false';
    return { id: device.id, name: name.slice(0, 200), driver: device.kind ?? '', asset: device.id, options: deviceOptions(device) ?? {}, groups: { default: { periodMs } }, ...(isOff ? { enabled: false } : {}) };
  });
  const assets = devices.map(({ id, source }) => ({ id, name: (textOf(source['name']) || id).slice(0, 200), level: 'unit' }));
  report.changed('assets', 'FUXA has none: one a device is proposed in assets/fuxa.yaml; move its tags to the equipment they belong to', assets.length);
  if (devices.some(({ kind }) => kind === 'opcua')) report.changed('security of OPC UA links', 'FUXA keeps it outside of the project: the secure standard is proposed; set options.security where the server has none');
  const comments = ['Proposed from a FUXA project: check every address before it is used.'];
  return [
    { path: 'assets/fuxa.yaml', text: listFileText('assets', comments, assets) },
    ...(deviceEntries.length === 0 ? [] : [{ path: 'devices/fuxa.yaml', text: listFileText('devices', comments, deviceEntries) }]),
    { path: 'tags/fuxa.yaml', text: listFileText('tags', comments, tags) },
  ];
}

type TagPlace = { readonly address: string; readonly device: Device; readonly label: string };

function tagEntry(tag: Json, { id, type }: FuxaTag, { address, device, label }: TagPlace, report: ImportReport): Parameters<typeof listFileText>[2][number] {
  const isNumber = type === 'float' || type === 'int';
  const decimals = numberOf(tag['format']);
  const scale = isNumber ? scaleOf(tag, report) : undefined;
  const deadband = numberOf(objectOf(tag['deadband'])['value']);
  const said = textOf(tag['description']).slice(0, 1500);
  const was = [textOf(device.source['type']), textOf(device.source['name']), textOf(tag['memaddress']), textOf(tag['address']), textOf(tag['type'])].filter((word) => word !== '').join(' ');
  const description = [said, address === '' ? `No address yet; in FUXA: ${was.slice(0, 400)}` : ''].filter((line) => line !== '').join(' ');
  const needsFraction = scale !== undefined && type === 'int';
  return {
    id,
    name: (label || id).slice(0, 200),
    asset: device.id,
    ...(address === '' ? {} : { device: device.id, address }),
    // A scaled whole number has fractions.
    type: needsFraction ? 'float' : type,
    ...(isNumber && decimals !== null && decimals >= 0 && decimals <= 6 ? { decimals: Math.round(decimals) } : {}),
    ...(scale === undefined ? {} : { scale }),
    ...(isNumber && deadband !== null && deadband > 0 ? { deadband } : {}),
    ...(description === '' ? {} : { description }),
  };
}

/** What kind of value FUXA's type is, of any driver. */
function plainType(tag: Json): FuxaTag['type'] {
  const type = textOf(tag['type']).toLowerCase();
  if (/bool|binary|digital/.test(type)) return 'bool';
  if (/string|char|text/.test(type)) return 'text';
  return /real|float|double|number|analog|^$/.test(type) ? 'float' : 'int';
}

function scaleOf(tag: Json, report: ImportReport): { readonly raw: readonly number[]; readonly eu: readonly number[] } | undefined {
  const scale = objectOf(tag['scale']);
  const mode = textOf(scale['mode']);
  if (mode.endsWith('linear')) {
    const [rawLow, rawHigh, low, high] = ['rawLow', 'rawHigh', 'scaledLow', 'scaledHigh'].map((key) => numberOf(scale[key]));
    if (typeof rawLow === 'number' && typeof rawHigh === 'number' && typeof low === 'number' && typeof high === 'number' && rawLow < rawHigh) return { raw: [rawLow, rawHigh], eu: [low, high] };
    report.leftOut('scalings', 'their numbers are not in order');
  } else if (mode !== '' && !mode.endsWith('undefined')) report.leftOut('scalings', `of the kind ${mode.slice(0, 60)}; make a calculated tag`);
  if (textOf(tag['scaleReadFunction']) !== '') report.leftOut('scalings', 'by a script, which is not run; make a calculated tag');
  const divisor = numberOf(tag['divisor']);
  return divisor === null || divisor === 0 || divisor === 1 ? undefined : divisor > 0 ? { raw: [0, divisor], eu: [0, 1] } : undefined;
}

function deviceOptions({ kind, source }: Device): { readonly [key: string]: string | number } | null {
  const property = objectOf(source['property']);
  const address = textOf(property['address']).trim();
  if (kind === 'opcua') return /^opc\.tcp:\/\/[^\s/]+/.test(address) ? { endpoint: address } : null;
  if (kind === null) return null;
  const match = /^([A-Za-z0-9_.-]+)(?::(\d{1,5}))?$/.exec(address);
  if (match === null) return null;
  const port = numberOf(match[2]) ?? numberOf(property['port']) ?? 502;
  const unit = numberOf(property['slaveid']);
  return { host: match[1] as string, port: port >= 1 && port <= 65_535 ? port : 502, ...(unit !== null && unit >= 0 && unit <= 255 ? { unit } : {}) };
}

/** FUXA's tables by the first digit of their addresses. */
const modbusTables: Readonly<Record<string, string>> = { '0': 'coil', '1': 'discrete', '3': 'input', '4': 'holding' };
/** FUXA's names of the orders (its own words for them: LE 4,3,2,1; MLE 2,1,4,3). */
const modbusType = /^(U?Int16|U?Int32|U?Int64|Float32|Float64)(LE|MLE)?$/;

/** The address, or why there is none. FUXA counts from 1, the line from 0. */
function modbusAddress(tag: Json): Address | string {
  const table = modbusTables[textOf(tag['memaddress']).padStart(6, '0')[0] ?? ''];
  const offset = (numberOf(tag['address']) ?? 0) - 1;
  if (table === undefined || !Number.isInteger(offset) || offset < 0 || offset > 65_535) return 'their Modbus address cannot be read';
  const type = textOf(tag['type']);
  if (table === 'coil' || table === 'discrete' || type === 'Bool') return { address: `${table}:${offset}`, type: 'bool' };
  const match = modbusType.exec(type);
  if (match === null) return `there is no Modbus value of FUXA's type ${type.slice(0, 40) || 'unknown'} here`;
  const name = (match[1] as string).toLowerCase();
  const order = match[2] === 'LE' ? '@DCBA' : match[2] === 'MLE' ? '@BADC' : '';
  return { address: `${table}:${offset}:${name}${order}`, type: name.startsWith('float') ? 'float' : 'int' };
}

function opcuaAddress(tag: Json): Address | string {
  const node = [textOf(tag['address']), textOf(tag['id'])].find((text) => /^(?:ns=\d{1,5};|nsu=[^;]+;)?[isgb]=./.test(text.trim()))?.trim();
  if (node === undefined) return 'they have no OPC UA node id';
  const type = textOf(tag['type']).toLowerCase();
  if (/bool/.test(type)) return { address: node, type: 'bool' };
  if (/string|guid|datetime|bytestring|localizedtext/.test(type)) return { address: node, type: 'text' };
  return { address: node, type: /int|byte/.test(type) ? 'int' : 'float' };
}

/** An id of the project out of a name: what an id cannot have becomes a hyphen; a number behind where two would be the same. */
function uniqueId(name: string, taken: Set<string>, fallback: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9_.:/-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 100);
  const base = plain === '' ? fallback : plain;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (taken.has(id.toLowerCase())) continue;
    taken.add(id.toLowerCase());
    return id;
  }
}

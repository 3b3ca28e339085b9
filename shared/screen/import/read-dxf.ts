import { ImportRefused } from './import-model.ts';

/** One entity as it stands in the file: its type, and its groups in their order. */
export type DxfEntity = {
  readonly type: string;
  readonly codes: readonly number[];
  readonly values: readonly string[];
  /** Vertices of an old polyline, attributes of an insert. */
  readonly parts: readonly DxfEntity[];
};
export type DxfLayer = { readonly isShown: boolean; readonly lineType: string; readonly weight: number };
export type DxfBlock = { readonly x: number; readonly y: number; readonly entities: readonly DxfEntity[] };
export type Dxf = {
  /** Header variables by name, each with its first value. */
  readonly header: ReadonlyMap<string, string>;
  readonly layers: ReadonlyMap<string, DxfLayer>;
  /** Line types that have gaps. */
  readonly dashed: ReadonlySet<string>;
  readonly blocks: ReadonlyMap<string, DxfBlock>;
  readonly entities: readonly DxfEntity[];
};

const limits = { groups: 20_000_000, entities: 400_000, groupsOfOne: 200_000, blocks: 50_000, layers: 20_000, value: 4000 };
/** Code pages by AutoCAD's names. */
const pages: Readonly<Record<string, string>> = { '932': 'shift_jis', '936': 'gbk', '949': 'euc-kr', '950': 'big5', '874': 'windows-874' };

/** What a DXF file holds, as AutoCAD's DXF reference tells it (from memory of the original), read group by group within limits. */
export function readDxf(bytes: Uint8Array, name: string, progress: (share: number) => void = () => undefined): Dxf {
  const head = String.fromCharCode(...bytes.subarray(0, 22));
  if (head.startsWith('AutoCAD Binary DXF')) throw new ImportRefused(`${name} is a binary DXF; save it as ASCII DXF.`);
  if (/^AC10\d\d/.test(head)) throw new ImportRefused(`${name} is a DWG; save it as ASCII DXF.`);
  const text = decode(bytes);
  const groups = new Groups(text, name);
  const dxf = { header: new Map<string, string>(), layers: new Map<string, DxfLayer>(), dashed: new Set<string>(), blocks: new Map<string, DxfBlock>(), entities: [] as DxfEntity[] };
  let count = 0;
  const counted = (): void => {
    if (++count > limits.entities) throw new ImportRefused(`${name} has more than ${limits.entities} entities; export a part of it.`);
    if (count % 2000 === 0) progress(groups.share);
  };
  let sections = 0;
  while (groups.next()) {
    if (!groups.begins('SECTION')) continue;
    if (!groups.next()) break;
    sections++;
    const section: string = groups.value;
    if (section === 'HEADER') readHeader(groups, dxf.header);
    else if (section === 'TABLES') readTables(groups, dxf);
    else if (section === 'BLOCKS') readBlocks(groups, dxf.blocks, counted);
    else if (section === 'ENTITIES') dxf.entities = [...dxf.entities, ...readEntities(groups, ['ENDSEC'], counted)];
  }
  if (sections === 0) throw new ImportRefused(`${name} is no DXF file: it has no section.`);
  return dxf;
}

/** UTF-8 from AutoCAD 2007 on (AC1021), before that the code page the header names. */
function decode(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 4000));
  const version = Number(/\$ACADVER\s+1\s+AC(\d+)/.exec(head)?.[1] ?? 0);
  const page = /\$DWGCODEPAGE\s+3\s+(?:ANSI_|DOS)?(\d+)/i.exec(head)?.[1];
  try {
    return new TextDecoder('utf-8', { fatal: version < 1021 }).decode(bytes);
  } catch {
    const encoding = page === undefined ? 'windows-1252' : (pages[page] ?? (/^125\d$/.test(page) ? `windows-${page}` : 'windows-1252'));
    return new TextDecoder(encoding).decode(bytes);
  }
}

/** Reads pairs of lines: a code and a value. */
class Groups {
  code = 0;
  value = '';
  readonly #text: string;
  readonly #name: string;
  #at = 0;
  #line = 0;
  #isHeld = false;
  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
  }
  get share(): number {
    return this.#at / Math.max(1, this.#text.length);
  }
  /** False at the end. */
  next(): boolean {
    if (this.#isHeld) {
      this.#isHeld = false;
      return true;
    }
    const code = this.#readLine();
    if (code === null) return false;
    const value = this.#readLine();
    if (value === null) return false;
    const number = Number(code);
    if (code.trim() === '' || !Number.isInteger(number)) throw new ImportRefused(`${this.#name} is no DXF file: line ${this.#line - 1} should be a group code and is "${code.slice(0, 20)}".`);
    if (this.#line > 2 * limits.groups) throw new ImportRefused(`${this.#name} has more than ${limits.groups} groups; export a part of it.`);
    this.code = number;
    this.value = number === 0 || number === 2 || number === 9 ? value.trim() : value;
    return true;
  }
  /** Whether the group read last begins something of this name. */
  begins(name: string): boolean {
    return this.code === 0 && this.value === name;
  }
  /** The group read last is read again. */
  hold(): void {
    this.#isHeld = true;
  }
  #readLine(): string | null {
    if (this.#at >= this.#text.length) return null;
    const end = this.#text.indexOf('\n', this.#at);
    const to = end < 0 ? this.#text.length : end;
    let line = this.#text.slice(this.#at, Math.min(to, this.#at + limits.value));
    if (line.endsWith('\r')) line = line.slice(0, -1);
    this.#at = to + 1;
    this.#line++;
    return line;
  }
}

function readHeader(groups: Groups, into: Map<string, string>): void {
  let variable = '';
  while (groups.next()) {
    if (groups.code === 0) return;
    if (groups.code === 9) variable = groups.value;
    else if (!into.has(variable) && into.size < 2000) into.set(variable, groups.value.trim());
  }
}

function readTables(groups: Groups, dxf: { readonly layers: Map<string, DxfLayer>; readonly dashed: Set<string> }): void {
  while (groups.next()) {
    if (groups.code !== 0) continue;
    if (groups.value === 'ENDSEC') return;
    if (groups.value !== 'LAYER' && groups.value !== 'LTYPE') continue;
    const isLayer = groups.value === 'LAYER';
    const entry = readGroups(groups);
    const entity: DxfEntity = { type: '', ...entry, parts: [] };
    const name = textOf(entity, 2);
    if (name === '' || dxf.layers.size + dxf.dashed.size > limits.layers) continue;
    if (isLayer) {
      const isFrozen = (numberOf(entity, 70, 0) & 1) === 1;
      dxf.layers.set(name.toLowerCase(), { isShown: !isFrozen && numberOf(entity, 62, 7) >= 0, lineType: textOf(entity, 6).toLowerCase(), weight: numberOf(entity, 370, -3) });
    } else if (numberOf(entity, 73, 0) > 0) dxf.dashed.add(name.toLowerCase());
  }
}

function readBlocks(groups: Groups, into: Map<string, DxfBlock>, counted: () => void): void {
  while (groups.next()) {
    if (groups.code !== 0) continue;
    if (groups.value === 'ENDSEC') return;
    if (groups.value !== 'BLOCK') continue;
    const block: DxfEntity = { type: 'BLOCK', ...readGroups(groups), parts: [] };
    const entities = readEntities(groups, ['ENDBLK', 'ENDSEC'], counted);
    const name = textOf(block, 2).toLowerCase();
    if (name !== '' && into.size < limits.blocks) into.set(name, { x: numberOf(block, 10, 0), y: numberOf(block, 20, 0), entities });
    if (groups.begins('ENDSEC')) return;
  }
}

/** Entities up to one of these marks; parts that follow an entity belong to it. */
function readEntities(groups: Groups, ends: readonly string[], counted: () => void): DxfEntity[] {
  const entities: DxfEntity[] = [];
  let owner: { readonly entity: DxfEntity; readonly parts: DxfEntity[] } | null = null;
  while (groups.next()) {
    if (groups.code !== 0) continue;
    if (ends.includes(groups.value)) return entities;
    const type = groups.value.slice(0, 40);
    if (type === 'SEQEND') {
      owner = null;
      readGroups(groups);
      continue;
    }
    counted();
    const parts: DxfEntity[] = [];
    const entity: DxfEntity = { type, ...readGroups(groups), parts };
    if ((type === 'VERTEX' || type === 'ATTRIB') && owner !== null) owner.parts.push(entity);
    else {
      entities.push(entity);
      owner = type === 'POLYLINE' || (type === 'INSERT' && numberOf(entity, 66, 0) === 1) ? { entity, parts } : null;
    }
  }
  return entities;
}

/** The groups of one entity, up to the next; what drawing programs keep for themselves (1000 and up) is passed over. */
function readGroups(groups: Groups): { readonly codes: number[]; readonly values: string[] } {
  const codes: number[] = [];
  const values: string[] = [];
  while (groups.next()) {
    if (groups.code === 0) {
      groups.hold();
      break;
    }
    if (groups.code >= 1000 || codes.length >= limits.groupsOfOne) continue;
    codes.push(groups.code);
    values.push(groups.value);
  }
  return { codes, values };
}

/** The first group with a code as a number; `otherwise` where there is none, or it is no number. */
export function numberOf({ codes, values }: DxfEntity, code: number, otherwise: number): number {
  const at = codes.indexOf(code);
  const value = at < 0 ? Number.NaN : Number(values[at]);
  return Number.isFinite(value) ? value : otherwise;
}

/** The first group with a code as text; empty where there is none. */
export function textOf({ codes, values }: DxfEntity, code: number): string {
  const at = codes.indexOf(code);
  return at < 0 ? '' : (values[at] as string).trim();
}

/** All groups with a code as numbers, in their order; what is no number is NaN. */
export const numbersOf = ({ codes, values }: DxfEntity, code: number): number[] => codes.flatMap((one, at) => (one === code ? [Number(values[at])] : []));

import type { XmlElement } from '#shared/screen/xml-reader.ts';

export type PopupParameter = { readonly name: string; readonly value: string | null; readonly problem: string | null };

/** What a popup is given by an element: the parameters its screen declares in their order, then those that are given without being declared. */
export function popupParameters({ attributes }: XmlElement, declared: readonly string[]): readonly PopupParameter[] {
  const given = [...attributes.keys()].flatMap((key) => (key.startsWith('data-with-') ? [key.slice('data-with-'.length)] : []));
  return [...new Set([...declared, ...given])].map((name) => {
    const value = attributes.get(`data-with-${name}`) ?? null;
    const problem = !declared.includes(name) ? `The screen has no parameter ${name}.` : value === null ? 'The screen needs it.' : null;
    return { name, value, problem };
  });
}

import { isGood, isNoLink } from '#shared/model/quality.ts';
import { useLiveText } from '../../client/use-client.ts';
import { SymbolPicture } from '../../symbols/symbol-picture.tsx';
import type { AssetTags } from './asset-tags.ts';

/** The asset's symbol in the inspector's header, lit by its run or open tag; nothing for areas and other kinds without one. */
export function AssetSymbol({ kind, tags }: { readonly kind: string | undefined; readonly tags: AssetTags }) {
  const lead = tags.states.find(({ tag }) => tag.use === 'run') ?? tags.states.find(({ tag }) => tag.use === 'open');
  const { value, quality } = useLiveText(lead?.index ?? -1);
  if (kind === undefined) return null;
  const state = lead === undefined ? 'plain' : isNoLink(quality) || !isGood(quality) ? 'no-link' : value === 0 ? 'stopped' : 'running';
  return <SymbolPicture kind={kind} state={state} width={48} height={40} />;
}

import { assertNever } from '#shared/model/fault.ts';
import type { CheckReading } from '#shared/model/runbook-run.ts';
import { useDirectory } from '#renderer/client/use-client.ts';
import { ActionItem } from './action-item.tsx';
import { CheckItem } from './check-item.tsx';
import { GateItem, NoteItem, PhotoItem, ReadingItem, SignItem } from './entry-items.tsx';
import type { ItemProps } from './item-props.ts';
import { LinkItem } from './link-item.tsx';
import { LiveIndicatorOf, LiveReading } from './live-reading.tsx';
import { Prose } from './prose-view.tsx';

/** One thing of the open step. */
export function StepItem({ state, step, item, at, reading }: ItemProps & { readonly reading: CheckReading | null }) {
  const place = { state, step, at };
  switch (item.kind) {
    case 'prose':
      return <Prose markdown={item.markdown} />;
    case 'value':
      return <ValueItem tag={item.tag} text={item.text} />;
    case 'check':
      return <CheckItem {...place} item={item} reading={reading} />;
    case 'reading':
      return <ReadingItem {...place} item={item} />;
    case 'note':
      return <NoteItem {...place} item={item} />;
    case 'photo':
      return <PhotoItem {...place} item={item} />;
    case 'sign':
      return <SignItem {...place} item={item} />;
    case 'gate':
      return <GateItem {...place} item={item} />;
    case 'action':
      return <ActionItem {...place} item={item} />;
    case 'link':
      return <LinkItem item={item} />;
    case 'branch':
      return null;
    default:
      return assertNever(item, 'step item');
  }
}

function ValueItem({ tag, text }: { readonly tag: string; readonly text: string }) {
  const name = useDirectory()?.tagById(tag)?.name;
  return (
    <div className="step-item is-value">
      <span className="step-item-words">
        <b>
          <span className="mono">{tag}</span> {text === '' ? (name ?? '') : text}
        </b>
        <LiveIndicatorOf tag={tag} />
      </span>
      <LiveReading tag={tag} isLarge />
    </div>
  );
}

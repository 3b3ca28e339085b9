import type { PaperBlock, PaperMark } from '#shared/runbook/print-blocks.ts';
import { ProseBlocks } from './prose-view.tsx';

const marks: Readonly<Record<PaperMark, string>> = { tick: '☐', enter: '', sign: '', go: 'go', see: 'see' };

/** A runbook's parts in the order they are read. `hasBlanks`: with lines to be filled in by hand, for paper. */
export function PaperBlocks({ blocks, hasBlanks }: { readonly blocks: readonly PaperBlock[]; readonly hasBlanks: boolean }) {
  return blocks.map((block, at) => {
    switch (block.kind) {
      case 'phase':
        return <h2 key={at}>{block.text}</h2>;
      case 'step':
        return (
          <h3 key={at}>
            {block.number}. {block.title} <small>{block.facts}</small>
          </h3>
        );
      case 'prose':
        return (
          <div key={at} className="runbook-prose">
            <ProseBlocks blocks={[block.block]} />
          </div>
        );
      case 'line':
        return (
          <p key={at} className={`paper-line is-${block.mark}`}>
            <span className="paper-mark" aria-hidden="true">
              {hasBlanks || block.mark !== 'tick' ? marks[block.mark] : '•'}
            </span>
            <span>
              {block.text}
              {hasBlanks
                ? block.blanks.map((name) => (
                    <span key={name} className={`paper-blank is-${name}`}>
                      {name}
                    </span>
                  ))
                : null}
            </span>
          </p>
        );
    }
  });
}

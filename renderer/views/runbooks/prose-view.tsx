import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Inline, ProseBlock } from '#shared/runbook/prose.ts';
import { readProse } from '#shared/runbook/read-prose.ts';
import { openDocument } from '#renderer/client/open-document.ts';
import { useClient } from '#renderer/client/use-client.ts';

/** What a link to a step does; null where steps cannot be gone to. */
export const StepLink = createContext<((step: string) => void) | null>(null);

/** A piece of a runbook's prose, drawn from its parts; HTML in it is text. */
export function Prose({ markdown }: { readonly markdown: string }) {
  const { blocks } = useMemo(() => readProse(markdown), [markdown]);
  return markdown === '' ? null : (
    <div className="runbook-prose">
      <ProseBlocks blocks={blocks} />
    </div>
  );
}

export function ProseBlocks({ blocks }: { readonly blocks: readonly ProseBlock[] }) {
  return blocks.map((block, at) => <Block key={at} block={block} />);
}

function Block({ block }: { readonly block: ProseBlock }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Words inlines={block.children} />
        </p>
      );
    case 'heading':
      return (
        <h4>
          <Words inlines={block.children} />
        </h4>
      );
    case 'list': {
      const items = block.items.map((item, at) => (
        <li key={at}>
          <ProseBlocks blocks={item} />
        </li>
      ));
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case 'quote':
      return (
        <blockquote>
          <ProseBlocks blocks={block.children} />
        </blockquote>
      );
    case 'code':
      return <pre>{block.text}</pre>;
    case 'table':
      return <Table {...block} />;
    case 'rule':
      return <hr />;
  }
}

function Table({ head, rows }: Extract<ProseBlock, { kind: 'table' }>) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, at) => (
            <th key={at}>
              <Words inlines={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, of) => (
              <td key={of}>
                <Words inlines={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Words({ inlines }: { readonly inlines: readonly Inline[] }) {
  const toStep = useContext(StepLink);
  return inlines.map((one, at) => {
    switch (one.kind) {
      case 'text':
        return one.text;
      case 'code':
        return <code key={at}>{one.text}</code>;
      case 'strong':
        return (
          <strong key={at}>
            <Words inlines={one.children} />
          </strong>
        );
      case 'emphasis':
        return (
          <em key={at}>
            <Words inlines={one.children} />
          </em>
        );
      case 'break':
        return <br key={at} />;
      case 'link':
        return 'step' in one.to && toStep !== null ? (
          <button key={at} type="button" className="runbook-link" onClick={() => 'step' in one.to && toStep(one.to.step)}>
            <Words inlines={one.children} />
          </button>
        ) : 'document' in one.to && toStep !== null ? (
          <DocumentWords key={at} path={one.to.document}>
            <Words inlines={one.children} />
          </DocumentWords>
        ) : (
          <span key={at}>
            <Words inlines={one.children} />
            {'document' in one.to ? <span className="tx-3"> ({one.to.document})</span> : null}
          </span>
        );
    }
  });
}

/** On a page where steps can be gone to, a document of the project opens, too; on paper and in a preview it is named. */
function DocumentWords({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const client = useClient();
  return (
    <button type="button" className="runbook-link" title={path} onClick={() => void openDocument(client, path)}>
      {children}
    </button>
  );
}

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DeviceId } from '#shared/model/ids.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient } from '../../client/use-client.ts';

type Entry = { readonly address: string; readonly name: string; readonly kind: string; readonly dataType: string | null; readonly hasChildren: boolean };

/** The device's address space, read level by level as it is opened. */
export function BrowseTree({ device }: { readonly device: string }) {
  return (
    <ul className="browse-tree" role="tree" aria-label={`Address space of ${device}`}>
      <Level device={device} address="" depth={0} />
    </ul>
  );
}

function Level({ device, address, depth }: { readonly device: string; readonly address: string; readonly depth: number }) {
  const client = useClient();
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void client.call('device.browse', { device: device as DeviceId, address }).then((answer) => {
      if (!isCurrent) return;
      setProblem(answer.ok ? null : faultText(answer.fault));
      if (answer.ok) setEntries(answer.value.entries);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, device, address]);
  const indent = { paddingLeft: 8 + depth * 16 };
  if (problem !== null) return <li style={indent}>{problem}</li>;
  if (entries === null) return <li className="tx-3" style={indent} aria-busy="true" />;
  if (entries.length === 0) {
    return (
      <li className="tx-3" style={indent}>
        Nothing below
      </li>
    );
  }
  return entries.map((entry) => <Node key={entry.address} device={device} entry={entry} depth={depth} />);
}

function Node({ device, entry, depth }: { readonly device: string; readonly entry: Entry; readonly depth: number }) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(entry.address);
      notify(`Copied ${entry.address}`);
    } catch {
      notify('The address could not be copied: this browser does not allow it here. Select its text instead.', 'failed');
    }
  };
  return (
    <li role="treeitem" aria-expanded={entry.hasChildren ? isOpen : undefined}>
      <div className="browse-tree-row" style={{ paddingLeft: depth * 16 }}>
        {entry.hasChildren ? (
          <button type="button" aria-label={isOpen ? `Close ${entry.name}` : `Open ${entry.name}`} onClick={() => setOpen(!isOpen)}>
            <Chevron size={14} strokeWidth={1.75} />
          </button>
        ) : (
          <span className="asset-tree-gap" />
        )}
        <b>{entry.name}</b>
        <span className="tx-3">{entry.dataType ?? entry.kind}</span>
        <button type="button" className="browse-tree-address mono" title="Copy the address" onClick={() => void copy()}>
          {entry.address}
        </button>
      </div>
      {isOpen ? (
        <ul role="group">
          <Level device={device} address={entry.address} depth={depth + 1} />
        </ul>
      ) : null}
    </li>
  );
}

import { createStore } from 'zustand/vanilla';
import type { Priority } from '#shared/model/alarm.ts';
import type { Incident, IncidentAddition, IncidentCommand, IncidentId, Severity } from '#shared/model/incident.ts';
import { attachmentTypes, mostAttachmentBytes } from '#shared/model/kept-record.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { ConsoleClient } from './console-client.ts';
import type { BeginInput, IncidentFile } from './incident-queue.ts';
import { navigation } from './navigation.ts';
import { notify } from './notices.ts';
import { pastRefusal } from './replay-rules.ts';

/** Between status updates, min, until the lead says otherwise. */
const defaultEveryMin = 20;

type Line = Pick<ConsoleClient, 'incidentQueue' | 'link' | 'timeline'>;

/** What an alarm of this priority is proposed as: the same step of four. */
export const proposedSeverity = (priority: Priority): Severity => priority;

/** Why nothing is written into an incident here, one sentence; null where it may be. A missing link is no reason: it is kept and sent later. */
export function additionRefusal({ link, timeline }: Pick<Line, 'link' | 'timeline'>): string | null {
  const past = pastRefusal(timeline.state.getState());
  if (past !== null) return past;
  const role = link.getState().session?.role ?? null;
  if (role === null) return 'There is no link to the engine yet.';
  return roleCovers(role, 'operate') ? null : `Writing into an incident needs the role operate; this console has ${role}.`;
}

/** Why nothing is decided on an incident here: that is decided on what stands now, so it needs a link. */
export function commandRefusal({ link, timeline }: Pick<Line, 'link' | 'timeline'>): string | null {
  const past = pastRefusal(timeline.state.getState());
  if (past !== null) return past;
  const { state, session } = link.getState();
  if (state !== 'live' || session === null) return 'There is no link to the engine; decisions wait until what stands is known again.';
  return roleCovers(session.role, 'lead') ? null : `Leading an incident needs the role lead; this console has ${session.role}.`;
}

/** The incident that was opened last on this console; null before the first. */
export const begunHere = createStore<{ readonly incident: IncidentId | null }>(() => ({ incident: null }));

/** Opens an incident and shows its board as soon as the engine has written it down. */
export async function beginIncident(client: Line, from: Pick<BeginInput, 'origin' | 'severity'> & Partial<BeginInput>): Promise<void> {
  const input: BeginInput = { assets: [], links: [], everyMin: defaultEveryMin, ...from };
  const refusal = additionRefusal(client);
  if (refusal !== null) return notify(refusal, 'failed');
  if (client.link.getState().state !== 'live') notify('The incident is saved here, not sent: it is opened when the link is back.');
  const answer = await client.incidentQueue.add({ kind: 'begin', input });
  if (!answer.ok) return;
  navigation.getState().open('incidents', { incident: answer.value.incident });
  begunHere.setState({ incident: answer.value.incident });
}

/** Adds an alarm, and the asset it stands at, to an incident that is open already. */
export function joinIncident(client: Line, incident: Incident, what: { readonly alarm?: string | null; readonly group?: number; readonly asset?: string | null }): void {
  const add = (act: IncidentAddition): Promise<unknown> => addTo(client, incident, act);
  if (what.group !== undefined) void add({ kind: 'link', link: { kind: 'first-out', group: what.group } });
  else if (what.alarm !== undefined && what.alarm !== null) void add({ kind: 'link', link: { kind: 'alarm', alarm: what.alarm as never } });
  if (what.asset !== undefined && what.asset !== null && !incident.assets.includes(what.asset as never)) void add({ kind: 'asset', asset: what.asset as never, why: '' });
  notify(`Added to ${incident.id}.`);
}

type Which = { readonly id: IncidentId; readonly seq: number };

/** Writes something into an incident, now or as soon as there is a link. True once the engine has it. */
export async function addTo(client: Line, { id, seq }: Which, act: IncidentAddition, files: readonly IncidentFile[] = []): Promise<boolean> {
  return (await client.incidentQueue.add({ kind: 'add', incident: id, seenSeq: seq, act }, files)).ok;
}

/** Decides something on an incident as it stands before the person. True once the engine has it. */
export async function decideOn(client: Line, { id, seq }: Which, act: IncidentCommand): Promise<boolean> {
  return (await client.incidentQueue.add({ kind: 'command', incident: id, seenSeq: seq, act })).ok;
}

/** Reads a file a person chose; a sentence where it cannot be kept. */
export async function readIncidentFile(file: File): Promise<IncidentFile | string> {
  const type = attachmentTypes.find((one) => one === file.type);
  if (type === undefined) return `${file.name} is neither a picture (JPEG, PNG, WebP) nor a PDF or plain text, so it was not taken.`;
  if (file.size > mostAttachmentBytes) return `${file.name} has ${Math.ceil(file.size / 1024 ** 2)} MB; at most ${mostAttachmentBytes / 1024 ** 2} MB are kept, so it was not taken.`;
  if (file.size === 0) return `${file.name} is empty, so it was not taken.`;
  return { name: file.name.slice(0, 200), type, body: new Uint8Array(await file.arrayBuffer()) };
}

/** The dialog that writes a note into an open incident from anywhere (N). */
export const incidentNote = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function openIncidentNote(client: Pick<ConsoleClient, 'incidents' | 'link' | 'timeline'>): void {
  const refusal = client.incidents.open.getState().incidents.length === 0 ? 'No incident is open to write a note into.' : additionRefusal(client);
  if (refusal !== null) return notify(refusal, 'failed');
  incidentNote.setState({ isOpen: true });
}

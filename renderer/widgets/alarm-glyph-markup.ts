import type { AlarmState, Priority } from '#shared/model/alarm.ts';

/** The four shapes of the priorities, each with its outer ring and the baseline of its number, in a 20 × 20 field. */
const shapes: Readonly<Record<Priority, { readonly body: string; readonly ring: string; readonly baseline: number }>> = {
  1: { body: 'M2.6 2.6h14.8v14.8H2.6z', ring: 'M-1.4-1.4h22.8v22.8H-1.4z', baseline: 14.2 },
  2: { body: 'M10 1.4 19.4 17.8H.6z', ring: 'M10-4.2 24.2 20.6H-4.2z', baseline: 16 },
  3: { body: 'M10 18.6.6 2.2h18.8z', ring: 'M10 24.2-4.2-.6h28.4z', baseline: 11.6 },
  4: { body: 'M10 .4 19.6 10 10 19.6.4 10z', ring: 'M10-4.3 24.3 10 10 24.3-4.3 10z', baseline: 14.1 },
};

/** The view box that holds shape, ring and badge. */
export const alarmGlyphBox = '-4.5 -4.5 29 29';

/** How each state is drawn: which form, and whether it flashes. */
const forms: Readonly<Record<AlarmState, string>> = {
  normal: 'is-none',
  'active-unacked': 'is-unacked',
  'active-acked': 'is-acked',
  'returned-unacked': 'is-returned',
  'latched-unacked': 'is-unacked',
  'latched-acked': 'is-acked',
  shelved: 'is-shelved',
  suppressed: 'is-suppressed',
  'out-of-service': 'is-out',
};

const clock = '<g class="alarm-glyph-badge"><circle cx="16.5" cy="16" r="5"/><path d="M16.5 13.4V16l1.8 1.1"/></g>';
const lock = '<g class="alarm-glyph-lock"><rect x="12.6" y="14.6" width="8.4" height="6.4" rx="1"/><path d="M14.4 14.6v-1.8a2.4 2.4 0 0 1 4.8 0v1.8"/></g>';

/** SVG text of one glyph, to stand inside an `<svg viewBox={alarmGlyphBox}>` or a scaled `<g>`. Built from fixed parts only. */
export function alarmGlyphMarkup(priority: Priority, state: AlarmState): string {
  const { body, ring, baseline } = shapes[priority];
  const open = `<g class="alarm-glyph p${priority} ${forms[state]}">`;
  if (state === 'out-of-service') {
    return `${open}<circle class="alarm-glyph-shape" cx="10" cy="10" r="8.6"/><path class="alarm-glyph-stroke" d="M5.6 5.6l8.8 8.8M14.4 5.6l-8.8 8.8"/></g>`;
  }
  const number = `<text class="alarm-glyph-number" x="10" y="${baseline}">${priority}</text>`;
  const filled = `<path class="alarm-glyph-shape" d="${body}"/>`;
  const isUnacked = state === 'active-unacked' || state === 'latched-unacked';
  const isLatched = state === 'latched-unacked' || state === 'latched-acked';
  const outer = isUnacked ? `<path class="alarm-glyph-ring" d="${ring}"/>` : '';
  const slash = state === 'suppressed' ? '<path class="alarm-glyph-stroke" d="M2 19 18 1"/>' : '';
  const badge = state === 'shelved' ? clock : isLatched ? lock : '';
  return `${open}${outer}<g class="alarm-glyph-flash">${filled}${state === 'normal' ? '' : number}</g>${slash}${badge}</g>`;
}

/** What a screen reader says. */
export function alarmGlyphLabel(priority: Priority, state: AlarmState): string {
  return `priority ${priority}, ${alarmStateWords(state).toLowerCase()}`;
}

/** An alarm's state as the lists write it. */
export function alarmStateWords(state: AlarmState): string {
  switch (state) {
    case 'normal':
      return 'Normal';
    case 'active-unacked':
      return 'Active, unacked';
    case 'active-acked':
      return 'Active, acked';
    case 'returned-unacked':
      return 'Cleared, unacked';
    case 'latched-unacked':
      return 'Latched, unacked, reset needed';
    case 'latched-acked':
      return 'Latched, reset needed';
    case 'shelved':
      return 'Shelved';
    case 'suppressed':
      return 'Suppressed by design';
    case 'out-of-service':
      return 'Out of service';
  }
}

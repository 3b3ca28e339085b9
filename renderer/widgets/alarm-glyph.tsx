import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import { alarmGlyphBox, alarmGlyphLabel, alarmGlyphMarkup } from './alarm-glyph-markup.ts';
import './alarm-glyph.css';

/** Shape, number and form of one alarm. `size` is px; `normal` draws the empty grey shape of a zero counter. */
export function AlarmGlyph({ priority, state, size = 22 }: { readonly priority: Priority; readonly state: AlarmState; readonly size?: number }) {
  return (
    <svg
      className="alarm-glyph-svg"
      width={size}
      height={size}
      viewBox={alarmGlyphBox}
      role="img"
      aria-label={alarmGlyphLabel(priority, state)}
      dangerouslySetInnerHTML={{ __html: alarmGlyphMarkup(priority, state) }}
    />
  );
}

/** The same glyph as a DOM group for drawings that are not React's; `x`, `y` is its centre, `size` its width in user units. */
export function alarmGlyph(options: { priority: Priority; state: AlarmState; size: number; x?: number; y?: number }): SVGGElement {
  const { priority, state, size, x = 0, y = 0 } = options;
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const scale = size / 29;
  group.setAttribute('transform', `translate(${x - 10 * scale} ${y - 10 * scale}) scale(${scale})`);
  group.setAttribute('role', 'img');
  group.setAttribute('aria-label', alarmGlyphLabel(priority, state));
  group.innerHTML = alarmGlyphMarkup(priority, state);
  return group;
}

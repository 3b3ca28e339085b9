import type { PaperPart } from './paper.ts';
import type { Sheet } from './pdf-sheet.ts';
import { pictureSize, unreadPicture } from './picture-size.ts';

/** A picture in the width of the page, at most a little over half of its height, and below it what it shows. */
export function drawPicture(sheet: Sheet, { type, body, caption, mostHigh = 0.55 }: Extract<PaperPart, { kind: 'picture' }>): void {
  const { document, left, width } = sheet;
  const size = pictureSize(type, body);
  document.font('regular').fontSize(8.5);
  const captionHeight = document.heightOfString(caption, { width, lineGap: 1.5 });
  const scale = size === null ? 0 : Math.min(width / size.width, (sheet.height * mostHigh) / size.height, 1.5);
  const height = size === null ? 0 : size.height * scale;
  sheet.need(height + captionHeight + 14);
  if (size !== null) {
    try {
      document.image(Buffer.from(body.buffer, body.byteOffset, body.byteLength), left, sheet.y(), { width: size.width * scale, height });
      document.lineWidth(0.4).strokeColor('#BBBBBB').rect(left, sheet.y(), size.width * scale, height).stroke();
      sheet.down(height + 4);
    } catch {
      writeUnread(sheet);
    }
  } else writeUnread(sheet);
  document.font('regular').fontSize(8.5).fillColor('#333333').text(caption, left, sheet.y(), { width, lineGap: 1.5 });
  sheet.down(captionHeight + 10);
}

function writeUnread(sheet: Sheet): void {
  sheet.document.font('strong').fontSize(8.5).fillColor('#111111').text(unreadPicture, sheet.left, sheet.y(), { width: sheet.width });
  sheet.down(14);
}

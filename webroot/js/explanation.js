// Why a reading was odd, drawn: what was expected of it, and which share of the oddness is each channel's.
import { ODD } from './series.js';
import { colours, GUTTER, RIGHT } from './chart.js';
import { value } from './format.js';

const WIDE = 44, TALL = 5, GAP = 8;

const partOf = (verdict, channel) => verdict?.explanation?.channels.find(part => part.channel === channel);

/** The band that was expected of each odd reading, with what was expected as a dash. */
export function overValues(ctx, { start, end, x, y }, series, channel) {
  const c = colours();
  for (let i = start; i < end; i++) {
    const part = series.flags[i] & ODD && partOf(series.verdict(i), channel);
    const px = x(series.t[i]);
    if (px < GUTTER || !(part?.low <= part?.high)) continue;
    ctx.globalAlpha = 0.3;
    ctx.fillStyle = c.accent;
    ctx.fillRect(px - 2, y(part.high), 4, Math.max(1, y(part.low) - y(part.high)));
    ctx.globalAlpha = 1;
    ctx.fillStyle = c.muted;
    ctx.fillRect(px - 3, y(part.expected) - 0.5, 6, 1);
  }
}

/** How a reading would have been normal: "normal up to 104 kPa". */
function normal(verdict, channel, unit) {
  const { at_most: most, at_least: least } = verdict.explanation.nearest?.[channel] ?? {};
  return most !== undefined ? `normal up to ${value(most, unit)}` : least !== undefined ? `normal from ${value(least, unit)}` : '';
}

const percent = part => `${Math.round(100 * part.contribution)} %`;

/** A channel's share of the oddness as a bar and in words, to the left of a place. */
export function share(ctx, canvas, y, verdict, { name, unit = '' }) {
  const part = partOf(verdict, name), c = colours();
  if (!(part?.contribution >= 0)) return;
  const words = [percent(part), normal(verdict, name, unit)].filter(Boolean).join('  ·  '), right = canvas.size.width - RIGHT;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  ctx.fillStyle = c.muted;
  ctx.fillText(words, right, y);
  const left = right - ctx.measureText(words).width - GAP - WIDE;
  ctx.fillStyle = c.line;
  ctx.beginPath(); ctx.roundRect(left, y + 3, WIDE, TALL, 2.5); ctx.fill();
  ctx.fillStyle = c.odd;
  ctx.beginPath(); ctx.roundRect(left, y + 3, Math.max(2, WIDE * part.contribution), TALL, 2.5); ctx.fill();
}

/** The same for a screen reader. */
export const shares = verdict => verdict.explanation.channels.filter(part => part.contribution >= 0).map(part => `${part.channel} ${percent(part)}`).join(', ');

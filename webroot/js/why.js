// What there is to say of a reading, in words.
import { value, score, count, time, ago } from './format.js';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 2 });

const every = seconds => seconds < 60 ? `${seconds.toPrecision(2)} s` : ago(seconds * 1000);

/** What is wrong with a sensor itself; empty where it is its value that is odd. */
export function fault(v, unit = '') {
  const { channel, measured, limit } = v.health ?? {};
  switch (v.kind) {
    case 'silent': return `silent since ${time(Date.parse(v.ts))}`;
    case 'stuck': return `${channel} is stuck, ${count(measured)} equal readings`;
    case 'range': return `${channel} ${value(measured, unit)}, ${measured < limit ? 'below' : 'above'} ${value(limit, unit)}`;
    case 'clock': return measured > 0 ? `its clock is ${ago(measured * 1000)} ahead` : `its clock went back ${ago(-measured * 1000)}`;
    case 'duplicate': return 'the same reading once more';
    case 'rate': return `a reading every ${every(measured)} instead of every ${every(limit)}`;
    default: return '';
  }
}

/** Since when, and how many readings by now. */
export function duration({ kind, episode, ts }) {
  if (kind === 'silent') return fault({ kind, ts });
  if (!episode) return 'odd';
  return `odd since ${time(Date.parse(episode.since))}` + (episode.anomalies > 1 ? `, ${count(episode.anomalies)} readings` : '');
}

/** Of a reading that is odd: why. */
function reason(store, row, { t, verdict, score: s, threshold }, main) {
  if (verdict?.kind === 'silent') {
    const { every: usual } = store.focus, still = store.view.at === null && row.silence?.t === t;
    return `no reading for ${ago((verdict.health?.measured ?? 0) * 1000 + (still ? store.now() - t : 0))}${usual ? `; usually one every ${every(usual)}` : ''}`;
  }
  const wrong = verdict && (verdict.why ?? fault(verdict, store.unit(verdict)));
  if (wrong) return wrong.replaceAll('<=', '≤').replaceAll('>=', '≥');
  if (!main?.usual) return `scored ${score(s)}, above ${score(threshold)}`;
  const several = store.channels(row.pipeline).length > 1;
  if (main.by) return `${several ? main.name + ' ' : ''}${value(Math.abs(main.by), main.unit)} ${main.by > 0 ? 'above' : 'below'} usual`;
  return several ? 'each channel as usual, but not together' : 'inside its usual range, but rare of late';
}

/**
 * A sentence about the reading spoken of.
 *
 * @param main the channel furthest from what is usual
 * @param lastOdd when the sensor last was odd in the window shown; null for never
 */
export function sentence(store, row, told, main, lastOdd) {
  if (!told) return '';
  if (told.warming) return 'learning what is normal, no verdicts yet';
  if (told.odd) return `${time(told.t)} · ${reason(store, row, told, main)}`;
  if (lastOdd === null) return 'nothing odd in this window';
  const { episode } = told.verdict ?? {}, when = store.view.at === null ? `last odd ${ago(store.now() - lastOdd)} ago` : `last odd at ${time(lastOdd)}`;
  return episode && episode.state !== 'closed' ? `${when}, ${count(episode.anomalies)} readings since ${time(Date.parse(episode.since))}` : when;
}

/** How rare a score is for its sensor: p as one in so many. */
export const rarity = p => !(p >= 0) ? '–' : p > 0.1 ? 'common' : p < 1e-6 ? '1 in 1M+' : `1 in ${compact.format(1 / p)}`;

// How odd each sensor was in each second: one byte of heat a cell, in a ring of seconds. The larger byte is the odder one:
// 0 no reading, 1 warming up, 2..127 a score up to the threshold, 128..255 an anomaly.
export const NONE = 0, WARMING = 1, CALM = 2, ODD = 128;
/** Seconds held: what the server remembers and a little, so that what is merged is never what is being cleared. */
export const RING = 960;
/** A silence no longer than this, or four of the sensor's own intervals, is no silence. */
const HOLD = 5, MOST_HOLD = 120;

export const keyOf = (pipeline, id) => `${pipeline}\u0000${id}`;

/** A sensor of which nothing is known. */
export const stranger = (pipeline, id) => ({ key: keyOf(pipeline, id), id, pipeline, heat: new Uint8Array(RING), hold: HOLD, seen: -Infinity, odd: -Infinity, silence: null });

export class Fleet {
  rows = [];              // sensor rows, in no order
  newest = -Infinity;     // second
  touched = Infinity;     // the first second that changed since it was drawn
  oldest = Infinity;      // the first of which anything is known
  oddBySecond = new Uint16Array(RING);
  #byKey = new Map();
  #rowOf = new Int32Array(10_000).fill(-1); // slot of this run -> row
  #run = null;

  get(key) { return this.#byKey.get(key); }
  get run() { return this.#run; }

  /** The slots of another run mean other sensors; what is known of sensors stays. */
  begin(run) { if (run !== this.#run) { this.#run = run; this.#rowOf.fill(-1); } }

  /** Sensors took slots. A sensor that lost its slot gives its row away. */
  name(list) {
    for (const [slot, pipeline, id] of list) {
      const key = keyOf(pipeline, id), held = this.#rowOf[slot];
      let row = this.#byKey.get(key);
      if (!row) {
        row = stranger(pipeline, id);
        row.index = held >= 0 ? held : this.rows.length;
        if (held >= 0) { this.#forget(this.rows[held]); }
        this.rows[row.index] = row;
        this.#byKey.set(key, row);
      }
      row.slot = slot;
      this.#rowOf[slot] = row.index;
    }
  }

  /** Between which values each sensor is when it is calm, by slot. */
  know(usual) { for (const [slot, ranges] of Object.entries(usual)) { const row = this.rows[this.#rowOf[slot]]; if (row) row.usual = ranges; } }

  /** An anomaly that no pulse tells of: a silence, or one from before the log of pulses. Its sensor need not be known yet. */
  mark(a) {
    const { key, t, verdict } = a;
    const second = Math.floor(t / 1000);
    let row = this.#byKey.get(key);
    if (!row) { row = stranger(verdict.pipeline, verdict.sensor_id); row.index = this.rows.push(row) - 1; this.#byKey.set(key, row); }
    this.moveTo(second);
    if (second > this.newest - RING) this.#heat(row, second, heatOf(verdict));
    if (verdict.kind === 'silent' && row.seen < second && !(row.silence?.t > t)) row.silence = a;
  }

  #forget(row) {
    this.#byKey.delete(row.key);
    for (let i = 0; i < RING; i++) if (row.heat[i] >= ODD) this.oddBySecond[i]--;
  }

  /** Makes room for a second, and forgets as many old ones. */
  moveTo(second) {
    if (second <= this.newest) return;
    this.touched = Math.min(this.touched, this.newest + 1);
    const n = Math.min(RING, second - this.newest);
    for (let s = second - n + 1; s <= second; s++) this.oddBySecond[s % RING] = 0;
    for (const { heat } of this.rows) {
      if (n === RING) heat.fill(NONE); else for (let s = second - n + 1; s <= second; s++) heat[s % RING] = NONE;
    }
    this.newest = second;
  }

  /** Cells of a tick: slots (4 bytes each), then their heats. */
  apply(second, n, bytes) {
    this.moveTo(second);
    if (second <= this.newest - RING) return;
    const slots = new Uint32Array(bytes.buffer, 0, n);
    for (let k = 0; k < n; k++) {
      const row = this.rows[this.#rowOf[slots[k]]];
      if (row) this.#set(row, second, bytes[4 * n + k]);
    }
  }

  /** A matrix of the server's memory, one column a second from `from` on. */
  merge(buffer, from, seconds) {
    const rows = new DataView(buffer).getUint32(0, true), slots = new Uint32Array(buffer, 4, rows), cells = new Uint8Array(buffer, 4 + 4 * rows);
    this.moveTo(from + seconds - 1);
    const first = Math.max(0, this.newest - RING + 1 - from);
    for (let r = 0; r < rows; r++) {
      const row = this.rows[this.#rowOf[slots[r]]];
      if (!row) continue;
      let some = 0, oldest = -1, newest = -1;
      for (let s = first; s < seconds; s++) if (cells[r * seconds + s]) { some++; newest = s; if (oldest < 0) oldest = s; }
      if (some > 2) row.hold = Math.max(HOLD, Math.min(MOST_HOLD, Math.ceil(4 * (newest - oldest) / (some - 1))));
      const { heat, seen } = row, isDense = newest - oldest < some;
      row.seen = -Infinity;
      for (let s = first; s <= newest; s++) {
        const h = cells[r * seconds + s], second = from + s, i = second % RING;
        if (isDense && h < ODD && s > oldest && s < newest) { if (h > heat[i]) heat[i] = h; row.seen = second; }
        else if (h) this.#set(row, second, h);
      }
      row.seen = Math.max(row.seen, seen);
    }
    this.touched = this.oldest = Math.min(this.oldest, from + first);
  }

  #set(row, second, heat) {
    const gap = second - row.seen;
    this.#heat(row, second, heat);
    // Between two readings of a sensor that reports every few seconds it was as calm as can be known.
    if (gap > 1 && gap <= row.hold) for (let k = 1; k < gap; k++) this.#heat(row, second - k, heat === WARMING ? WARMING : CALM);
    if (second > row.seen) row.seen = second;
    if (second * 1000 + 1000 > row.silence?.t) row.silence = null;
  }

  #heat(row, second, heat) {
    const i = second % RING;
    if (heat > row.heat[i]) {
      if (heat >= ODD && row.heat[i] < ODD) this.oddBySecond[i]++;
      row.heat[i] = heat;
      if (second < this.touched) { this.touched = second; this.oldest = Math.min(this.oldest, second); }
    }
    if (heat >= ODD && second > row.odd) row.odd = second;
  }

  /** How odd a sensor was over some seconds, for sorting. */
  oddness(row, first, last) {
    let sum = 0, max = 0;
    for (let s = Math.max(first, this.newest - RING + 1); s <= Math.min(last, this.newest); s++) {
      const heat = row.heat[s % RING];
      if (heat >= ODD) sum += heat - 64;
      if (heat > max) max = heat;
    }
    return sum * 256 + max;
  }
}

/** The heat of an anomaly. */
export const heatOf = ({ score, threshold }) => ODD + Math.round(Math.max(0, (score - threshold) / (1 - threshold)) * (255 - ODD)) || ODD;

// The readings of one sensor: columns of numbers ordered by record time, one entry per position; a column for each channel.
export const ODD = 1, WARM = 2;
/** Five minutes at about 400 readings/s; beyond it the oldest go first and the chart says so by its hatch. */
const MOST = 1 << 17;

export class Series {
  constructor(channels, capacity = 64) { this.channels = channels; this.clear(capacity); }

  clear(capacity = 64) {
    this.length = 0;
    this.t = new Float64Array(capacity);
    this.score = new Float32Array(capacity);
    this.threshold = new Float32Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.partition = new Int32Array(capacity);
    this.offset = new Float64Array(capacity);
    this.values = this.channels.map(() => new Float64Array(capacity));
    this.columns = [this.t, this.score, this.threshold, this.flags, this.partition, this.offset, ...this.values];
  }

  /** A verdict as one point, in the order of the columns. */
  point(v) {
    return [Date.parse(v.record_ts), number(v.score), number(v.threshold),
      (v.anomaly ? ODD : 0) | (v.status === 'WARMING_UP' ? WARM : 0), v.partition, v.offset, ...this.channels.map(c => number(v.values?.[c]))];
  }

  /** Adds one verdict; false if that position was already here. */
  add(verdict) { return this.#add(this.point(verdict)); }

  #add(point) {
    const t = point[0];
    let i = this.length;
    while (i > 0 && this.t[i - 1] > t) i--;
    for (let j = i - 1; j >= 0 && this.t[j] === t; j--) {
      if (this.offset[j] === point[5] && this.partition[j] === point[4]) return false;
    }
    if (this.length === this.t.length) {
      if (this.length >= MOST) { this.dropBefore(this.t[this.length >> 3]); return this.#add(point); }
      this.#grow();
    }
    if (i < this.length) for (const c of this.columns) c.copyWithin(i + 1, i, this.length);
    this.length++;
    this.columns.forEach((c, k) => { c[i] = point[k]; });
    return true;
  }

  /** Adds many verdicts at once, in any order: a sort instead of one shift per point. */
  merge(verdicts) {
    const points = verdicts.map(v => this.point(v)), own = this.columns;
    for (let i = 0; i < this.length; i++) points.push(own.map(c => c[i]));
    points.sort((a, b) => a[0] - b[0] || a[4] - b[4] || a[5] - b[5]);
    this.clear(Math.min(MOST, Math.max(64, points.length * 2)));
    for (const p of points.slice(-MOST)) this.#add(p);
  }

  dropBefore(t) {
    const i = this.firstAt(t);
    if (i === 0) return;
    for (const c of this.columns) c.copyWithin(0, i, this.length);
    this.length -= i;
  }

  /** Index of the first point at or after t. */
  firstAt(t) {
    let lo = 0, hi = this.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (this.t[m] < t) lo = m + 1; else hi = m; }
    return lo;
  }

  #grow() {
    const old = this.columns, n = this.length;
    this.clear(n * 2);
    this.columns.forEach((c, k) => c.set(old[k]));
    this.length = n;
  }
}

const number = x => typeof x === 'number' ? x : NaN;

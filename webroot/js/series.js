// The readings of one channel of one sensor: columns of numbers ordered by record time, one entry per position.
export const ODD = 1, WARM = 2;
/** Five minutes at about 400 readings/s; beyond it the oldest go first and the chart says so by its hatch. */
const MOST = 1 << 17;

export class Series {
  constructor(capacity = 64) { this.clear(capacity); }

  clear(capacity = 64) {
    this.length = 0;
    this.t = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.score = new Float32Array(capacity);
    this.threshold = new Float32Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.partition = new Int32Array(capacity);
    this.offset = new Float64Array(capacity); // -1: a polled last value, whose position is not known
  }

  columns() { return [this.t, this.value, this.score, this.threshold, this.flags, this.partition, this.offset]; }

  /** Adds one point (in the order of columns()); false if that position was already here. */
  add(point) {
    const t = point[0];
    let i = this.length;
    while (i > 0 && this.t[i - 1] > t) i--;
    for (let j = i - 1; j >= 0 && this.t[j] === t; j--) {
      if (this.offset[j] === -1) { this.#write(j, point); return true; }
      if (point[6] === -1 || (this.offset[j] === point[6] && this.partition[j] === point[5])) return false;
    }
    if (this.length === this.t.length) {
      if (this.length >= MOST) { this.dropBefore(this.t[this.length >> 3]); return this.add(point); }
      this.#grow();
    }
    if (i < this.length) for (const c of this.columns()) c.copyWithin(i + 1, i, this.length);
    this.length++;
    this.#write(i, point);
    return true;
  }

  /** Adds many points at once, in any order: a sort instead of one shift per point. */
  merge(points) {
    const own = this.columns();
    for (let i = 0; i < this.length; i++) points.push(own.map(c => c[i]));
    points.sort((a, b) => a[0] - b[0] || a[5] - b[5] || a[6] - b[6]);
    this.clear(Math.min(MOST, Math.max(64, points.length * 2)));
    for (const p of points.slice(-MOST)) this.add(p);
  }

  dropBefore(t) {
    const i = this.firstAt(t);
    if (i === 0) return;
    for (const c of this.columns()) c.copyWithin(0, i, this.length);
    this.length -= i;
  }

  /** Index of the first point at or after t. */
  firstAt(t) {
    let lo = 0, hi = this.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (this.t[m] < t) lo = m + 1; else hi = m; }
    return lo;
  }

  #write(i, point) { this.columns().forEach((c, k) => { c[i] = point[k]; }); }

  #grow() {
    const old = this.columns(), n = this.length;
    this.clear(n * 2);
    this.columns().forEach((c, k) => c.set(old[k]));
    this.length = n;
  }
}

/** A verdict as one point of the given channel. */
export const point = (v, channel) => [
  Date.parse(v.record_ts), number(v.values?.[channel]), number(v.score), number(v.threshold),
  (v.anomaly ? ODD : 0) | (v.status === 'WARMING_UP' ? WARM : 0), v.partition, v.offset];

const number = x => typeof x === 'number' ? x : NaN;

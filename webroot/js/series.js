// The readings of one sensor: columns of numbers ordered by record time, one entry per position; a column for each channel.
export const ODD = 1, WARM = 2;
/** Five minutes at about 400 readings/s; beyond it the oldest go first and the chart says so by its hatch. */
const MOST = 1 << 17;
/** Of so many anomalies all is kept that was said of them; of others what the columns hold. */
const MOST_VERDICTS = 500;

export class Series {
  #verdicts = new Map(); // by place

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

  /** What was said of an anomaly. */
  verdict(i) { return this.#verdicts.get(`${this.partition[i]}:${this.offset[i]}`); }

  #point(v) {
    if (v.anomaly) {
      this.#verdicts.set(`${v.partition}:${v.offset}`, v);
      if (this.#verdicts.size > MOST_VERDICTS) this.#verdicts.delete(this.#verdicts.keys().next().value);
    }
    return [Date.parse(v.record_ts), number(v.score), number(v.threshold),
      (v.anomaly ? ODD : 0) | (v.status === 'WARMING_UP' ? WARM : 0), v.partition, v.offset, ...this.channels.map(c => number(v.values?.[c]))];
  }

  /** Adds one verdict, most often the newest. */
  add(verdict) {
    const point = this.#point(verdict), [t] = point, last = this.length - 1;
    if (t < this.t[last] || this.length === MOST) { this.#merge([point]); return; }
    for (let i = last; i >= 0 && this.t[i] === t; i--) if (this.offset[i] === point[5] && this.partition[i] === point[4]) return;
    if (this.length === this.t.length) this.#grow();
    this.#put(point);
  }

  #put(point) {
    this.columns.forEach((c, k) => { c[this.length] = point[k]; });
    this.length++;
  }

  /** Adds many verdicts at once, in any order, those that are here already among them. */
  merge(verdicts) { this.#merge(verdicts.map(v => this.#point(v))); }

  #merge(points) {
    for (let i = 0; i < this.length; i++) points.push(this.columns.map(c => c[i]));
    points.sort((a, b) => a[0] - b[0] || a[4] - b[4] || a[5] - b[5]);
    points = points.filter((p, i) => i === 0 || [0, 4, 5].some(k => p[k] !== points[i - 1][k]));
    if (points.length > MOST) points.splice(0, points.length - MOST + (MOST >> 3)); // and does not come here with every reading
    this.clear(Math.min(MOST, Math.max(64, points.length * 2)));
    for (const p of points) this.#put(p);
  }

  /** Index of the first point at or after t. */
  firstAt(t) {
    let lo = 0, hi = this.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (this.t[m] < t) lo = m + 1; else hi = m; }
    return lo;
  }

  #grow() {
    const old = this.columns, n = this.length;
    this.clear(Math.min(MOST, n * 2));
    this.columns.forEach((c, k) => c.set(old[k]));
    this.length = n;
  }
}

const number = x => typeof x === 'number' ? x : NaN;

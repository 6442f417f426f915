// Everything the page knows. The feed writes, the views read once per animation frame, dirty bits say what changed.
import { Series, point, ODD, WARM } from './series.js';

export const WINDOW = 300_000;
/** A verdict lasts one reading; the word "odd" stays this long, so that a person can see it. */
const ODD_HOLD = 10_000;
/** From here on the fleet is silent, not slow; see the pill. */
const STALE = 3_000;
const UNREACHABLE = 15_000;
const MOST_ANOMALIES = 200;

export const FLEET = 1, ANOMALIES = 2, STATS = 4, FOCUS = 8, POINTS = 16, LOOK = 32;

const sensorKey = v => `${v.pipeline}\u0000${v.sensor_id}`;

export class Store {
  dirty = ~0;
  sensors = new Map();   // key -> sensor
  anomalies = [];        // verdicts, newest first
  anomaliesKnown = false;
  stats = null;
  focus = { sensor: null, at: null, mark: null, series: null };
  link = { loaded: false, failedAt: 0, retryAt: 0, streaming: false, readings: -1, progressAt: 0, heardAt: 0 };
  #ahead = 0;            // server clock minus ours, ms
  #seen = new Set();     // positions of the anomalies held

  now() { return Date.now() + this.#ahead; }

  sensorOf(v) { return this.sensors.get(sensorKey(v)); }

  pipeline(name) { return this.stats?.pipelines.find(p => p.name === name); }

  unit(sensor, channel = sensor.channel) {
    return this.pipeline(sensor.pipeline)?.channels?.find(c => c.name === channel)?.unit ?? '';
  }

  isOdd(sensor) {
    return sensor.status === 'ANOMALY' || this.now() - sensor.lastAnomaly < ODD_HOLD;
  }

  applyStats(stats) {
    const ahead = Date.parse(stats.now) - Date.now();
    if (Math.abs(ahead - this.#ahead) > 250) this.#ahead = ahead; // below that it is the network's jitter
    this.stats = stats;
    const readings = stats.pipelines.reduce((n, p) => n + p.readings, 0);
    if (readings !== this.link.readings) {
      if (this.link.readings >= 0) this.link.progressAt = Date.now();
      this.link.readings = readings;
    }
    this.dirty |= STATS;
  }

  applySensors(list) {
    const gone = new Set(this.sensors.keys());
    let newest = 0;
    for (const s of list) {
      const key = sensorKey(s);
      gone.delete(key);
      let sensor = this.sensors.get(key);
      if (!sensor) this.sensors.set(key, sensor = { key, id: s.sensor_id, pipeline: s.pipeline, series: new Series(), filled: false, lastAnomaly: -Infinity });
      sensor.channel ??= this.#channelOf(s);
      sensor.status = s.status;
      sensor.values = s.values;
      sensor.score = s.score;
      sensor.readings = s.readings;
      sensor.anomalies = s.anomalies;
      sensor.lastSeen = Date.parse(s.last_seen);
      if (s.last_anomaly) sensor.lastAnomaly = Math.max(sensor.lastAnomaly, Date.parse(s.last_anomaly));
      newest = Math.max(newest, sensor.lastSeen);
      // The focused sensor has every reading on its own stream already.
      if (sensor !== this.focus.sensor || this.focus.at !== null) {
        const flags = (s.status === 'ANOMALY' ? ODD : 0) | (s.status === 'WARMING_UP' ? WARM : 0);
        sensor.series.add([sensor.lastSeen, s.values?.[sensor.channel] ?? NaN, s.score, NaN, flags, s.partition, -1]);
      }
      sensor.series.dropBefore(this.now() - WINDOW - 5_000);
    }
    for (const key of gone) this.sensors.delete(key);
    if (!this.link.progressAt) this.link.progressAt = Math.min(Date.now(), newest - this.#ahead);
    this.dirty |= FLEET;
  }

  /** Adds verdicts from the stream or from history, whichever knew them first. Returns how many were new. */
  addAnomalies(verdicts) {
    const before = this.anomalies.length ? this.anomalies[this.anomalies.length - 1].t : -Infinity;
    let added = 0;
    for (const v of verdicts) {
      const id = `${v.pipeline}:${v.partition}:${v.offset}`;
      const t = Date.parse(v.record_ts);
      const sensor = this.sensorOf(v);
      if (sensor && t > this.now() - WINDOW) {
        sensor.lastAnomaly = Math.max(sensor.lastAnomaly, t);
        if (sensor.series.add(point(v, sensor.channel))) this.dirty |= POINTS;
      }
      if (this.#seen.has(id) || (this.anomalies.length >= MOST_ANOMALIES && t < before)) continue;
      this.#seen.add(id);
      this.anomalies.push({ id, t, verdict: v });
      added++;
    }
    if (added) {
      this.anomalies.sort((a, b) => b.t - a.t || b.verdict.offset - a.verdict.offset);
      for (const a of this.anomalies.splice(MOST_ANOMALIES)) this.#seen.delete(a.id);
    }
    this.anomaliesKnown = true;
    this.dirty |= ANOMALIES;
    return added;
  }

  /** What the pill says, and for how many seconds. */
  connection() {
    const { loaded, failedAt, streaming, progressAt, heardAt } = this.link;
    const now = Date.now();
    if (!loaded) return failedAt ? ['unreachable', 'Unreachable', 0] : ['connecting', 'Connecting', 0];
    if (failedAt && now - failedAt > UNREACHABLE) return ['unreachable', 'Unreachable', now - failedAt];
    if (failedAt || !streaming) return ['reconnecting', 'Reconnecting', failedAt ? now - failedAt : 0];
    if (this.sensors.size === 0) return ['empty', 'Connected', 0];
    if (heardAt - progressAt > STALE) return ['stale', 'No data for', now - progressAt];
    return ['live', 'Live', 0];
  }

  #channelOf(s) {
    const p = this.pipeline(s.pipeline);
    const names = Object.keys(s.values ?? {});
    return p?.features?.find(f => names.includes(f)) ?? p?.channels?.[0]?.name ?? names[0];
  }
}

// A link to one anomaly, /?a=<pipeline>:<partition>:<offset>, of a silence with :silent behind it: how its anomaly is found again, in memory or in the log.
import { get } from './feed.js';

/** Its pipeline, sensor and time; null when neither has it any more. With the time the log needs not be searched. */
export async function find(store, id, t) {
  const held = store.anomalies.find(a => a.id === id), [, pipeline, partition, offset, silent] = /^(.+):(\d+):(\d+)(:silent)?$/.exec(id) ?? [];
  if (held) return { pipeline, id: held.verdict.sensor_id, t: held.t };
  if (!store.pipeline(pipeline)) return null;
  const params = { filter: `partition == ${partition} && offset == ${offset} && kind ${silent ? '==' : '!='} "silent"`, columns: 'sensor_id,record_ts', limit: 1, from: t ?? 0, ...(t && { to: t + 1 }) };
  for (let cursor = ''; cursor !== null;) {
    const { rows: [row], next } = await get(`tables/${encodeURIComponent(pipeline)}.anomalies`, { ...params, ...(cursor && { cursor }) }, 30_000);
    if (row) return { pipeline, id: row.sensor_id, t: Date.parse(row.record_ts) };
    cursor = next;
  }
  return null;
}

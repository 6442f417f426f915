// A link to one anomaly, /?a=<pipeline>:<partition>:<offset>, of a silence with :silent behind it: how its anomaly is found again, in memory or in the log.
import { get } from './api.js';

/** Goes to the anomaly of a link. */
export async function follow(store, wanted, choose, tell) {
  const { anomaly: id, mark } = wanted;
  tell('Looking for the anomaly of this link …');
  try {
    const found = await find(store, id, mark);
    tell(found ? '' : `The anomaly of this link, ${id}, is gone: neither memory nor the log has it any more.`);
    if (found && !store.focus.row) choose(store.row(found.pipeline, found.id), found.t);
  } catch (e) { tell(`The anomaly of this link, ${id}, cannot be looked for: ${e.message}`); }
  wanted.anomaly = null;
}

/** Its pipeline, sensor and time; null when neither has it any more. With the time the log needs not be searched. */
async function find(store, id, t) {
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

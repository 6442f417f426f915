package io.oddity.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A verdict of which columns are asked. */
public final class Row {
    private static final ObjectReader JSON = new ObjectMapper().readerForMapOf(Object.class);

    private final Map<String, Object> fields;

    private Row(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Reads a verdict as clients get it. */
    public static Row parse(byte[] json) {
        try {
            return new Row(JSON.readValue(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As links name the verdict, should it be an anomaly. */
    public String anomalyId() {
        String id = fields.get("pipeline") + ":" + fields.get("partition") + ":" + fields.get("offset");
        return "silent".equals(fields.get("kind")) ? id + ":silent" : id;
    }

    /** The same with what people say of it, which is not in the log of verdicts; null for nothing. */
    public Row judged(String verdict) {
        if (verdict == null) {
            return this;
        }
        Map<String, Object> more = new HashMap<>(fields);
        more.put(BaseTable.FEEDBACK, verdict);
        return new Row(more);
    }

    /** Null where the verdict has none. */
    Object get(Column column) {
        Object value = fields.get(column.field());
        if (column.key() != null && value instanceof Map<?, ?> entries) {
            value = entries.get(column.key());
        }
        return column.type().read(value);
    }

    boolean isAnomaly() {
        return Boolean.TRUE.equals(fields.get("anomaly"));
    }

    /** The sensor and the time of measurement. */
    public Object key() {
        return fields.get("sensor_id") + "\0" + fields.get("ts");
    }
}

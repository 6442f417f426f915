package io.oddity.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.oddity.config.Pipeline;
import io.oddity.model.Missing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes the JSON records of one pipeline: by their {@link Shape} where it is known, else with a parser.
 *
 * <p>{@link #decode} leaves its findings in the decoder until the next call. A reading needs a sensor id, a time and at least
 * one channel; everything else about a record is ignored. Single-threaded.
 */
public final class RecordDecoder {
    /** Senders leave out what they have no value for, so one kind of sensor sends records of a few shapes. */
    private static final int SHAPES = 4;

    /** Longer ids are a mistake upstream; every id is kept in memory. */
    private static final int MAX_SENSOR_ID_CHARS = 256;

    /** Jackson remembers some 6,000 names, whatever their length; a name of 50,000 characters, its own limit, is 200 KB there. */
    private static final int MAX_FIELD_NAME_CHARS = 1_000;

    private final JsonFactory json = JsonFactory.builder()
            // Field names are whatever senders make up.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(MAX_FIELD_NAME_CHARS)
                    .build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private final FieldTree fields = new FieldTree();
    private final List<Cell> cells = new ArrayList<>();
    private final Shapes shapes;
    private final Texts texts = new Texts();
    private final Cell sensorIdCell;
    private final Cell timeCell;
    private final Cell metricCell;
    private final Cell valueCell;
    private final List<Cell> channelCells = new ArrayList<>();
    private final Map<String, Integer> channelOfMetric = new HashMap<>();
    private final EventTime eventTime;
    private final double[] values;
    private String sensorId;
    private long eventTimeMicros;
    private String rejection;

    /** Compiles what a pipeline says about its records. */
    public RecordDecoder(Pipeline pipeline) {
        this(pipeline, SHAPES);
    }

    /** @param mostShapes 0 leaves every record to the parser */
    RecordDecoder(Pipeline pipeline, int mostShapes) {
        sensorIdCell = pipeline.sensorId().equals("@key") ? null : text(pipeline.sensorId());
        timeCell = pipeline.time().field().equals("@timestamp")
                ? null
                : text(pipeline.time().field());
        metricCell = pipeline.metric() == null ? null : text(pipeline.metric());
        valueCell = pipeline.metric() == null ? null : number(pipeline.value());
        for (Pipeline.ChannelSource channel : pipeline.channels()) {
            if (metricCell == null) {
                channelCells.add(number(channel.field()));
            } else {
                channelOfMetric.put(channel.field(), channelOfMetric.size());
            }
        }
        eventTime = new EventTime(pipeline.time());
        shapes = new Shapes(cells, mostShapes);
        values = new double[pipeline.channels().size()];
    }

    private Cell text(String field) {
        return add(field, Cell.ofText(field, texts));
    }

    private Cell number(String field) {
        return add(field, Cell.ofNumber(field, texts));
    }

    private Cell add(String field, Cell cell) {
        cells.add(cell);
        fields.add(field, cell);
        return cell;
    }

    /**
     * Decodes a record.
     *
     * @param key the record's key, or null
     * @param value the record's value, or null
     * @param recordTimeMillis the record's timestamp
     * @return whether it is a reading; if not, {@link #rejection()} says why
     */
    public boolean decode(byte[] key, byte[] value, long recordTimeMillis) {
        try {
            boolean isKnown = shapes.fill(value);
            if (!isKnown) {
                parse(value);
            }
            sensorId = sensorId(key);
            eventTimeMicros = timeCell == null ? eventTime.ofRecord(recordTimeMillis) : timeCell.micros(eventTime);
            readValues();
            if (!isKnown) {
                shapes.learn(value);
            }
            return true;
        } catch (Rejection e) {
            rejection = e.getMessage();
            return false;
        }
    }

    private void parse(byte[] value) throws Rejection {
        if (value == null) {
            throw new Rejection("the record has no value");
        }
        cells.forEach(Cell::clear);
        try (JsonParser parser = json.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Rejection("not a JSON object");
            }
            fields.read(parser);
            if (parser.nextToken() != null) {
                throw new Rejection("not JSON: something follows the object");
            }
        } catch (JsonProcessingException e) {
            throw new Rejection("not JSON: " + firstLine(e.getOriginalMessage()) + " (column "
                    + (e.getLocation() == null ? "unknown" : e.getLocation().getColumnNr()) + ")");
        } catch (IOException e) {
            throw new Rejection("not JSON: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    private String sensorId(byte[] key) throws Rejection {
        String id;
        if (sensorIdCell != null) {
            id = sensorIdCell.text();
        } else if (key != null) {
            id = utf8(key);
        } else {
            throw new Rejection("the record has no key, and the sensor id is its key");
        }
        if (id.isEmpty()) {
            throw new Rejection("the sensor id is empty");
        }
        if (id.length() > MAX_SENSOR_ID_CHARS) {
            throw new Rejection(
                    "the sensor id is longer than " + MAX_SENSOR_ID_CHARS + " characters: " + Rejection.quote(id));
        }
        if (sensorIdCell != null && !sensorIdCell.isPlain() && !isWellFormed(id)) {
            throw new Rejection("the sensor id is not well-formed Unicode");
        }
        return id;
    }

    private String utf8(byte[] bytes) throws Rejection {
        if (isAscii(bytes)) {
            return texts.get(bytes, 0, bytes.length);
        }
        try {
            // Not new String(): it would make one sensor of all keys that are not UTF-8.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Rejection("the record's key, which is the sensor id, is not UTF-8");
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** Half a surrogate pair, which JSON can spell, cannot be written as UTF-8 again. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            }
        }
        return true;
    }

    private void readValues() throws Rejection {
        Arrays.fill(values, Missing.VALUE);
        if (metricCell != null) {
            Integer channel = channelOfMetric.get(metricCell.text());
            if (channel == null) {
                throw new Rejection("no channel is made from the metric " + Rejection.quote(metricCell.text()));
            }
            if (valueCell.isAbsent()) {
                throw new Rejection("no value for the metric " + Rejection.quote(metricCell.text()));
            }
            values[channel] = valueCell.number();
            return;
        }
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            Cell cell = channelCells.get(i);
            if (!cell.isAbsent()) {
                values[i] = cell.number();
                any = true;
            }
        }
        if (!any) {
            throw new Rejection("none of the channels is present");
        }
    }

    /** The sensor's id. */
    public String sensorId() {
        return sensorId;
    }

    /** When it was measured, microseconds since the epoch. */
    public long eventTimeMicros() {
        return eventTimeMicros;
    }

    /** One value a channel, {@link Missing#VALUE} where the record has none; overwritten by the next call. */
    public double[] values() {
        return values;
    }

    /** Why the record is no reading. */
    public String rejection() {
        return rejection;
    }
}

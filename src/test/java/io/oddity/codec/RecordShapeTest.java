package io.oddity.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.oddity.config.Pipeline;
import io.oddity.testing.Configs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record read by its shape is read as a parser reads it; tens of millions of them with {@code -Doddity.shape.records}. */
class RecordShapeTest {
    private static final int RECORDS = Integer.getInteger("oddity.shape.records", 60_000);
    private static final long RECORD_TIME = 1_693_569_600_000L;

    private static final List<Pipeline> PIPELINES = List.of(
            Configs.pipeline(
                    "sensor_id: sensor_id",
                    "time: {field: ts, format: \"yyyy-MM-dd HH:mm:ss[.SSS]\"}",
                    "channels: [{name: temp}, {name: hum, field: /m/hum/1}]"),
            Configs.pipeline("sensor_id: sensor_id", "time: {field: ts, format: iso}", "channels: [{name: temp}]"),
            Configs.pipeline("sensor_id: \"@key\"", "time: {field: ts, format: epoch_ms}", "channels: [{name: temp}]"),
            Configs.pipeline("sensor_id: temp", "time: {field: temp, format: epoch_s}", "channels: [{name: temp}]"),
            Configs.pipeline(
                    "sensor_id: sensor_id",
                    "metric: what",
                    "value: temp",
                    "channels: [{name: temp, field: \"21.5\"}, {name: hum, field: hum}]"));

    private static final String[] SHAPES = {
        "{\"sensor_id\":%s,\"temp\":%s,\"ts\":%s}",
        "{\"ts\": %3$s, \"unit\": \"°C\", \"temp\": %2$s, \"sensor_id\": %1$s}",
        "{\"m\":{\"hum\":[1,%2$s,null]},\"ok\":true,\"sensor_id\":%1$s,\"ts\":%3$s,\"x\":\"%4$s\"}\n",
        " {\"sensor_id\" : %1$s , \"temp\":null,\"m\":{\"hum\":[{},%2$s]},\"ts\":%3$s , \"what\":\"hum\"}",
        "{\"temp\":1,\"sensor_id\":%1$s,\"te\\u006dp\":%2$s,\"ts\":%3$s,\"what\":\"21.5\"}",
        "{\"x\":{\"temp\":%2$s,\"sensor_id\":\"no\"},\"sensor_id\":%1$s,\"temp\":%2$s,\"ts\":%3$s}",
    };
    private static final String[] IDS = {
        "\"a\"",
        "\"line-03/temp-0412\"",
        "17",
        "-0",
        "1.50",
        "1e3",
        "\"\"",
        "\"\\u00dc\"",
        "\"Ü\"",
        "\"a\\\"b\"",
        "null"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "24.8",
        "1",
        "-1",
        "21.50",
        "9007199254740993",
        "0.30000000000000004",
        "123456789012345678",
        "1e5",
        "1E-3",
        "01",
        "1.",
        "-",
        ".5",
        "null",
        "true",
        "\"21.5\"",
        "[]",
        "99999999999999999999999999999999999999999"
    };
    private static final String[] TIMES = {
        "\"2023-09-01 12:00:00\"",
        "\"2023-09-01 12:00:00.250\"",
        "\"2023-09-01 12:00:00.25\"",
        "\"2023-02-29 12:00:00\"",
        "\"2024-02-29 24:00:00\"",
        "\"2023-09-01T12:00:00Z\"",
        "\"2023-09-01T12:00:00.123456+02:00\"",
        "\"2023-09-01T12:00:00.1234567-18:00\"",
        "\"2023-09-01T12:00:60Z\"",
        "1693569600",
        "1693569600123",
        "-5",
        "999999999999999999",
        "1693569600.25",
        "\"\"",
        "null"
    };
    private static final String[] TAILS = {"", "}", " ", ",", "\u0000", "{}"};

    /** Of one record, all there is to know about it. */
    private static String outcome(RecordDecoder decoder, byte[] key, byte[] record) {
        if (!decoder.decode(key, record, RECORD_TIME)) {
            return decoder.rejection();
        }
        StringBuilder outcome =
                new StringBuilder(decoder.sensorId()).append(' ').append(decoder.eventTimeMicros());
        for (double value : decoder.values()) {
            outcome.append(' ').append(Long.toHexString(Double.doubleToRawLongBits(value)));
        }
        return outcome.toString();
    }

    private static String one(String[] of, SplittableRandom random) {
        return of[random.nextInt(of.length)];
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void isReadAsAParserReadsIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RecordDecoder> shaped = new ArrayList<>();
        List<RecordDecoder> parsed = new ArrayList<>();
        PIPELINES.forEach(pipeline -> {
            shaped.add(new RecordDecoder(pipeline));
            parsed.add(new RecordDecoder(pipeline, 0));
        });
        for (int i = 0; i < RECORDS; i++) {
            int pipeline = random.nextInt(PIPELINES.size());
            byte[] record = record(random);
            byte[] key = one(IDS, random).getBytes(UTF_8);

            String expected = outcome(parsed.get(pipeline), key, record);

            if (!outcome(shaped.get(pipeline), key, record).equals(expected)) {
                fail("not as a parser reads it, which says " + expected + ": " + new String(record, UTF_8));
            }
        }
    }

    /** Mostly of a usual shape with usual values, else with something wrong or a byte changed. */
    private static byte[] record(SplittableRandom random) {
        boolean isUsual = random.nextInt(4) > 0;
        String number = isUsual ? Double.toString(random.nextInt(100_000) / 100.0) : one(NUMBERS, random);
        String time = isUsual && random.nextBoolean()
                ? TIMES[random.nextInt(2)].replace("12:00", random.nextInt(10, 24) + ":" + random.nextInt(10, 60))
                : one(TIMES, random);
        String id = isUsual ? "\"s-" + random.nextInt(50_000) + '"' : one(IDS, random);
        String shape = one(SHAPES, random);
        String text = String.format(shape, id, number, time, isUsual ? "x" : "Ü");
        byte[] record = (isUsual ? text : text + one(TAILS, random)).getBytes(UTF_8);
        if (random.nextInt(8) == 0) {
            record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return record;
    }

    @Test
    void aShapeIsLearnedFromItsFirstRecord() {
        RecordDecoder decoder = new RecordDecoder(PIPELINES.get(0));
        byte[] record =
                "{\"sensor_id\":\"a\",\"temp\":24.8,\"ts\":\"2023-09-01 12:00:00\",\"unit\":\"°C\"}".getBytes(UTF_8);
        decoder.decode(null, record, RECORD_TIME);
        decoder.decode(null, record, RECORD_TIME);
        String id = decoder.sensorId();

        decoder.decode(null, record, RECORD_TIME);

        assertThat(decoder.sensorId()).as("is not made anew").isSameAs(id);
    }

    @SuppressWarnings("ReferenceEquality") // a parser makes the text anew
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void ofManyShapesSomeStayKnown(int shapes) {
        RecordDecoder decoder = new RecordDecoder(PIPELINES.get(0));
        int known = 0;
        String last = null;
        for (int i = 0; i < 20_000; i++) {
            String extra = ",\"extra-" + i % shapes + "\":1";
            byte[] record =
                    ("{\"sensor_id\":\"a\",\"temp\":1,\"ts\":\"2023-09-01 12:00:00\"" + extra + "}").getBytes(UTF_8);
            decoder.decode(null, record, RECORD_TIME);
            known += decoder.sensorId() == last ? 1 : 0;
            last = decoder.sensorId();
        }
        assertThat(known).isGreaterThan(shapes <= 4 ? 19_900 : 10_000);
    }
}

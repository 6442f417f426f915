package io.oddity.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.model.Missing;
import io.oddity.testing.Configs;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as the world sends them: cut, doubled, spliced, bits flipped. */
class RecordDecoderFuzzTest {
    private static final int RECORDS = 20_000;
    private static final ObjectMapper TREE = new ObjectMapper();
    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond() * 1_000_000;
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() * 1_000_000 + 999_999;

    private static final byte[][] GOOD = bytes(
            "{\"id\":\"3456\",\"temp\":24.8,\"m\":{\"hum\":[1,2.5e1,3]},\"ts\":1693569600.25}",
            "{\"ts\":\"1693569600\",\"m\":{\"hum\":[null,40],\"x\":{\"y\":[]}},\"id\":17,\"temp\":null}",
            "{\"id\":\"Ofen-\\u00dc-Ü-🌡\",\"ts\":0,\"temp\":-1.5E-3,\"z\":[[{\"temp\":1}],true,false,\"\\n\"]}");

    private static final byte[][] BITS = bytes(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\ud800",
            "null",
            "NaN",
            "1e999",
            "-",
            "0",
            "9".repeat(30),
            "\"id\":",
            "\"temp\":",
            "\"m\":",
            "\"hum\":",
            "\"ts\":",
            "1e2147483647",
            " ",
            "\u0000",
            "Ü",
            "🌡",
            "\"\"");

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whateverComesIsAReadingOrARejection(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RecordDecoder decoder = new RecordDecoder(Configs.pipeline(
                "sensor_id: id",
                "time: {field: ts, format: epoch_s}",
                "channels: [{name: temp}, {name: hum, field: /m/hum/1}]"));
        int readings = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] record = GOOD[random.nextInt(GOOD.length)];
            for (int left = random.nextInt(4); left >= 0; left--) {
                record = mutate(record, random);
            }

            boolean isReading = decoder.decode(null, record, 0);

            readings += isReading ? 1 : 0;
            String wrong = isReading ? wrongWithReading(decoder, record) : wrongWithRejection(decoder.rejection());
            if (!wrong.isEmpty()) {
                fail(wrong + " in " + new String(record, UTF_8));
            }
        }
        // Otherwise the mutations are too hard, or too soft, to tell anything.
        assertThat(readings).isBetween(RECORDS / 20, RECORDS * 19 / 20);
    }

    private static String wrongWithRejection(String rejection) {
        return rejection.isBlank() || rejection.contains("\n") || rejection.length() > 400 ? rejection : "";
    }

    /** Compares with what a parser that builds a tree finds. */
    private static String wrongWithReading(RecordDecoder decoder, byte[] record) {
        JsonNode tree = tree(record);
        JsonNode id = tree.path("id");
        String sensorId = decoder.sensorId();
        if (sensorId.isEmpty()
                || sensorId.length() > 256
                || !new String(sensorId.getBytes(UTF_8), UTF_8).equals(sensorId)
                || (id.isTextual() ? !sensorId.equals(id.textValue()) : !id.isNumber())) {
            return "sensor id " + sensorId;
        }
        if (decoder.eventTimeMicros() < FIRST || decoder.eventTimeMicros() > LAST) {
            return "time " + decoder.eventTimeMicros();
        }
        double[] values = decoder.values();
        boolean same = isSame(tree.path("temp"), values[0]) && isSame(tree.at("/m/hum/1"), values[1]);
        boolean any = !Missing.is(values[0]) || !Missing.is(values[1]);
        return same && any ? "" : "values " + Arrays.toString(values);
    }

    private static boolean isSame(JsonNode node, double value) {
        double expected = node.isNull() || node.isMissingNode() ? Missing.VALUE : node.doubleValue();
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(expected)
                && (node.isNumber() ? Double.isFinite(value) : Missing.is(value));
    }

    private static JsonNode tree(byte[] record) {
        try {
            return TREE.readTree(record);
        } catch (IOException e) {
            throw new AssertionError("taken for a reading: " + new String(record, UTF_8), e);
        }
    }

    private static byte[] mutate(byte[] record, SplittableRandom random) {
        int at = random.nextInt(record.length + 1);
        int to = Math.min(record.length, at + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> splice(record, at, to, new byte[0]);
            case 1 -> splice(record, at, at, Arrays.copyOfRange(record, at, to));
            case 2 -> splice(record, at, to, flipped(record, at, to, random));
            case 3 -> Arrays.copyOf(record, at);
            case 4 -> moreMembers(record, GOOD[random.nextInt(GOOD.length)]);
            case 5 -> splice(record, at, to, BITS[random.nextInt(BITS.length)]);
            default -> splice(record, at, at, BITS[random.nextInt(BITS.length)]);
        };
    }

    private static byte[] flipped(byte[] record, int from, int to, SplittableRandom random) {
        byte[] flipped = Arrays.copyOfRange(record, from, to);
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** Appends the members of another record, so that names stand twice. */
    private static byte[] moreMembers(byte[] record, byte[] other) {
        byte[] members = Arrays.copyOfRange(other, 0, other.length - 1);
        members[0] = ',';
        int end = Math.max(0, record.length - 1);
        return splice(record, end, end, members);
    }

    private static byte[] splice(byte[] record, int from, int to, byte[] with) {
        byte[] spliced = new byte[record.length - (to - from) + with.length];
        System.arraycopy(record, 0, spliced, 0, from);
        System.arraycopy(with, 0, spliced, from, with.length);
        System.arraycopy(record, to, spliced, from + with.length, record.length - to);
        return spliced;
    }

    private static byte[][] bytes(String... texts) {
        return Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    }
}

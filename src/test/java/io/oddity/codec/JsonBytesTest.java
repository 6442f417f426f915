package io.oddity.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against Jackson's generator, {@link Instant} and {@link Double}, byte by byte. */
class JsonBytesTest {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final int NUMBERS = Integer.getInteger("oddity.numbers", 300_000);

    private final JsonBytes json = new JsonBytes();

    private String written() {
        return new String(json.toByteArray(), StandardCharsets.UTF_8);
    }

    private String text(double value) {
        json.clear();
        json.number(value);
        return written();
    }

    private static String jackson(double value) {
        return com.fasterxml.jackson.core.io.NumberOutput.toString(value, true);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void doublesHaveTheShortestDigits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < NUMBERS; i++) {
            double value =
                    switch (random.nextInt(7)) {
                        case 6 -> random.nextLong(1_000_000_000_000_000L) / Math.pow(10, random.nextInt(8, 16));
                        case 0 -> Double.longBitsToDouble(random.nextLong());
                        case 1 -> random.nextInt(-10_000_000, 10_000_000) / 100.0;
                        case 2 -> random.nextDouble();
                        case 3 -> Math.nextUp(random.nextInt(1_000_000) / 1e4);
                        case 4 -> random.nextInt(100) * Math.pow(10, random.nextInt(-8, 12));
                        default -> random.nextInt(-3, 3) + random.nextInt(-2, 3) * 1e-7;
                    };
            if (Double.isFinite(value) && !text(value).equals(jackson(value))) {
                fail(text(value) + " in place of " + jackson(value));
            }
        }
    }

    @Test
    void doublesAtTheBoundsHaveTheShortestDigits() {
        double[] bounds = {
            0,
            -0.0,
            1e-3,
            Math.nextDown(1e-3),
            1e7,
            Math.nextDown(1e7),
            9_999_999.5,
            0.001001,
            1,
            -1,
            Double.MIN_VALUE,
            4 * Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MIN_NORMAL,
            0.1 + 0.2,
            1e22,
        };
        for (double value : bounds) {
            assertThat(text(value)).isEqualTo(jackson(value));
            assertThat(text(value)).as("once more").isEqualTo(jackson(value));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void timesAreWrittenAsInstantsAre(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long first = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < NUMBERS / 10; i++) {
            long micros = random.nextLong(first, last) * 1_000_000;
            micros += random.nextBoolean() ? 1_000L * random.nextInt(1_000) : 0;
            micros += random.nextBoolean() ? random.nextInt(1_000) : 0;
            json.clear();

            json.time(micros);

            assertThat(written())
                    .isEqualTo(
                            '"' + Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString() + '"');
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void structureAndTextsAreWrittenAsJacksonDoes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            json.clear();
            try (JsonGenerator jackson = FACTORY.createGenerator(expected)) {
                object(random, jackson, 0);
            }

            assertThat(written()).isEqualTo(expected.toString(StandardCharsets.UTF_8));
        }
    }

    private void object(SplittableRandom random, JsonGenerator jackson, int depth) throws IOException {
        json.beginObject();
        jackson.writeStartObject();
        for (int left = random.nextInt(6); left > 0; left--) {
            SerializedString name = new SerializedString(text(random));
            json.name(new Name(name.getValue()));
            jackson.writeFieldName(name);
            value(random, jackson, depth);
        }
        json.endObject();
        jackson.writeEndObject();
    }

    private void value(SplittableRandom random, JsonGenerator jackson, int depth) throws IOException {
        switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> {
                String text = text(random);
                json.text(text);
                jackson.writeString(text);
            }
            case 1 -> {
                SerializedString text = new SerializedString(text(random));
                json.text(new Name(text.getValue()));
                jackson.writeString(text);
            }
            case 2 -> {
                long number = random.nextLong() >> random.nextInt(64);
                json.number(number);
                jackson.writeNumber(number);
            }
            case 3 -> {
                double number = random.nextInt(1_000) / 8.0;
                json.number(number);
                jackson.writeNumber(number);
            }
            case 4 -> {
                boolean word = random.nextBoolean();
                json.bool(word);
                jackson.writeBoolean(word);
            }
            case 5 -> object(random, jackson, depth + 1);
            default -> {
                json.beginArray();
                jackson.writeStartArray();
                for (int left = random.nextInt(4); left > 0; left--) {
                    value(random, jackson, depth + 1);
                }
                json.endArray();
                jackson.writeEndArray();
            }
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append((char) random.nextInt(0x20, 0x300));
                case 2 -> text.appendCodePoint(random.nextInt(0x10000, 0x11000));
                case 3 -> text.append("\"\\/\u007f\u2028".charAt(random.nextInt(5)));
                default -> text.append((char) random.nextInt('a', 'z'));
            }
        }
        return text.toString();
    }
}

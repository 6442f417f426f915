package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.RunningServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the input, each record becomes one verdict or one dead letter, and the stream goes on. */
class DeadLettersIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int RECORDS = 20_000;
    private static final int PARTITIONS = 3;
    private static final String GOOD = "good";

    private final Article application = Article.named("letters", KAFKA.bootstrapServers());

    /** So rare are records of a megabyte, for the test to stay quick. */
    private static final int LARGE_EVERY = 500;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sample(String kind, byte[] key, byte[] value) {
        static Sample of(String kind, String value) {
            return new Sample(kind, bytes("k"), bytes(value));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String reading(String sensor, String temp) {
        return "{\"sensor_id\":" + sensor + ",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}";
    }

    private static Sample good(SplittableRandom random) {
        String sensor = "\"s" + random.nextInt(50) + "\"";
        String temp = Double.toString(random.nextDouble(21, 85));
        String value = reading(sensor, temp);
        byte[] key = bytes("k" + random.nextInt(50));
        return switch (random.nextInt(12)) {
            case 0 -> new Sample(GOOD, null, bytes(value));
            case 1 -> new Sample(GOOD, new byte[0], bytes(value));
            case 2 -> new Sample(GOOD, new byte[] {(byte) 0xff, (byte) 0xfe}, bytes(value));
            case 3 -> new Sample(GOOD, key, bytes(reading(Integer.toString(random.nextInt(50)), temp)));
            case 4 -> new Sample(GOOD, key, bytes(reading(sensor, "-1.7976931348623157e308")));
            case 5 -> new Sample(GOOD, key, bytes(reading("\"" + "i".repeat(256) + "\"", temp)));
            case 6 -> new Sample(GOOD, key, bytes(value.replace("2023", "9999")));
            case 7 -> new Sample(GOOD, key, bytes(reading("\"\\ud83d\\ude00<script>\\u0000\"", temp)));
            default -> new Sample(GOOD, key, bytes(value));
        };
    }

    private static Sample bad(SplittableRandom random, int i) {
        String value = reading("\"s" + random.nextInt(50) + "\"", "24.5");
        if (i % LARGE_EVERY == 0) {
            byte[] large = new byte[1_000_000];
            Arrays.fill(large, (byte) '[');
            return new Sample("a megabyte", bytes("k"), large);
        }
        if (i % LARGE_EVERY == 1) {
            String deep = "[".repeat(10_000) + "]".repeat(10_000);
            return Sample.of("depth 10,000", value.replace("24.5", "24.5,\"more\":" + deep));
        }
        return switch (random.nextInt(23)) {
            case 0 -> Sample.of("broken JSON", value.substring(0, random.nextInt(1, value.length())));
            case 1 -> Sample.of("text for a number", value.replace("24.5", "\"24.5\""));
            case 2 -> Sample.of("an object for a number", value.replace("24.5", "{\"a\":[1]}"));
            case 3 -> Sample.of("true for a number", value.replace("24.5", "true"));
            case 4 -> Sample.of("null for the only channel", value.replace("24.5", "null"));
            case 5 -> Sample.of("1e999", value.replace("24.5", "1e999"));
            case 6 -> Sample.of("NaN", value.replace("24.5", random.nextBoolean() ? "NaN" : "\"NaN\""));
            case 7 -> new Sample("UTF-16", bytes("k"), cut(value.getBytes(StandardCharsets.UTF_16), random));
            case 8 -> new Sample("no value", bytes("k"), null);
            case 9 -> new Sample("no value and no key", null, null);
            case 10 -> new Sample("empty", new byte[0], new byte[0]);
            case 11 -> new Sample("invalid UTF-8", bytes("k"), invalidUtf8(value));
            case 12 -> Sample.of("the year 12000", value.replace("2023", "12000"));
            case 13 -> Sample.of("no such day", value.replace("2023-09-01", "2023-02-30"));
            case 14 -> Sample.of("time of another type", value.replace("\"2023-09-01 12:00:00\"", "[1]"));
            case 15 ->
                Sample.of("a huge sensor id", value.replace("\"s", "\"" + "s".repeat(random.nextInt(257, 9_999))));
            case 16 -> Sample.of("half a surrogate pair", value.replace("\"s", "\"\\ud800"));
            case 17 -> Sample.of("an empty sensor id", reading("\"\"", "1"));
            case 18 -> Sample.of("no sensor id", "{\"temp\":1,\"ts\":\"2023-09-01 12:00:00\"}");
            case 19 ->
                Sample.of("no object", List.of("[]", "1", "null", "\"\"", " ").get(random.nextInt(5)));
            case 20 -> Sample.of("two objects", value + value);
            case 21 -> Sample.of("a number of 2,000 digits", value.replace("24.5", "9".repeat(2_000)));
            default -> {
                byte[] noise = new byte[random.nextInt(1, 300)];
                random.nextBytes(noise);
                noise[0] = 0;
                yield new Sample("noise", noise, noise);
            }
        };
    }

    /** Half of a UTF-16 document; a whole one is read, because JSON parsers recognise it. */
    private static byte[] cut(byte[] utf16, SplittableRandom random) {
        return Arrays.copyOf(utf16, random.nextInt(1, utf16.length - 2));
    }

    private static byte[] invalidUtf8(String value) {
        byte[] utf8 = bytes(value);
        return ByteBuffer.allocate(utf8.length)
                .put(utf8)
                .put(value.indexOf('s', 13), (byte) 0xc3)
                .array();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @ValueSource(longs = 1)
    void everyRecordIsAVerdictOrADeadLetter(long seed) {
        SplittableRandom random = new SplittableRandom(Long.getLong("oddity.seed", seed));
        KAFKA.create(application.input(), PARTITIONS);
        Map<String, Sample> sent = new HashMap<>();
        long now = System.currentTimeMillis();
        int[] next = new int[PARTITIONS];
        for (int i = 0; i < RECORDS; i++) {
            Sample sample = random.nextBoolean() ? good(random) : bad(random, i);
            int partition = random.nextInt(PARTITIONS);
            // Far in the future; Kafka takes it, because the topic says so.
            long time = random.nextInt(100) == 0 ? 253_402_300_799_999L + random.nextInt(1_000_000) : now + i;
            KAFKA.send(new ProducerRecord<>(application.input(), partition, time, sample.key, sample.value));
            sent.put(partition + ":" + next[partition]++, sample);
        }
        KAFKA.flush();

        RunningServer.whileRunning(
                application.config(),
                () -> KAFKA.awaitCaughtUp(application.application(), application.input(), Duration.ofSeconds(60)));

        List<List<ConsumerRecord<byte[], byte[]>>> input = KAFKA.read(application.input());
        List<List<ConsumerRecord<byte[], byte[]>>> scored = KAFKA.read(application.scored());
        List<ConsumerRecord<byte[], byte[]>> letters = Kafka.flat(KAFKA.read(application.deadLetters()));
        Map<String, Long> kinds =
                sent.values().stream().collect(Collectors.groupingBy(Sample::kind, Collectors.counting()));
        Map<String, Long> scoredKinds = Kafka.flat(scored).stream()
                .map(record -> record.partition() + ":" + Expected.offset(Expected.text(record.value())))
                .collect(Collectors.groupingBy(position -> sent.get(position).kind, Collectors.counting()));
        System.out.println("dead letters: seed " + seed + ", sent " + new TreeMap<>(kinds));
        assertThat(kinds).hasSize(26);
        assertThat(scoredKinds).isEqualTo(Map.of(GOOD, kinds.get(GOOD)));
        assertThat(Kafka.flat(scored).size() + letters.size()).isEqualTo(RECORDS);
        assertThat(Expected.difference(application.config(), input, scored)).isEqualTo(Expected.Difference.NONE);
        assertThat(letters.stream().map(letter -> header(letter, "partition") + ":" + header(letter, "offset")))
                .doesNotHaveDuplicates();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            isAsItWas(letter, input);
        }
    }

    private void isAsItWas(ConsumerRecord<byte[], byte[]> letter, List<List<ConsumerRecord<byte[], byte[]>>> input) {
        ConsumerRecord<byte[], byte[]> record = input.get(Integer.parseInt(header(letter, "partition")))
                .get(Integer.parseInt(header(letter, "offset")));
        assertThat(hex(letter.value())).isEqualTo(hex(record.value()));
        assertThat(hex(letter.key())).isEqualTo(hex(record.key()));
        assertThat(letter.timestamp()).isEqualTo(record.timestamp());
        assertThat(header(letter, "topic")).isEqualTo(application.input());
        assertThat(header(letter, "cause"))
                .isNotBlank()
                .doesNotContain("a bug in Oddity")
                .hasSizeLessThan(600);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader("oddity." + name);
        assertThat(header).as("header %s of %s", name, letter).isNotNull();
        return Expected.text(header.value());
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "none" : HexFormat.of().formatHex(bytes);
    }
}

package io.oddity.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Records of which about half are readings and the others are not, in many ways. */
public final class OddRecords {
    /** The kind of those that are readings. */
    public static final String GOOD = "good";

    /** How many kinds there are. */
    public static final int KINDS = 27;

    private final SplittableRandom random;
    private final int largeEvery;
    private int count;

    /**
     * The same random numbers give the same records.
     *
     * @param largeEvery how rare records of a megabyte are, so that a test stays quick
     */
    public OddRecords(SplittableRandom random, int largeEvery) {
        this.random = random;
        this.largeEvery = largeEvery;
    }

    /** A record's key and value, and what is wrong with it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Sample(String kind, byte[] key, byte[] value) {
        static Sample of(String kind, String value) {
            return new Sample(kind, bytes("k"), bytes(value));
        }
    }

    /** The next one. */
    public Sample next() {
        int i = count++;
        return random.nextBoolean() ? good() : bad(i);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String reading(String sensor, String temp) {
        return "{\"sensor_id\":" + sensor + ",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}";
    }

    private Sample good() {
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

    private Sample bad(int i) {
        String value = reading("\"s" + random.nextInt(50) + "\"", "24.5");
        if (i % largeEvery == 0) {
            byte[] large = new byte[1_000_000];
            Arrays.fill(large, (byte) '[');
            return new Sample("a megabyte", bytes("k"), large);
        }
        if (i % largeEvery == 1) {
            String deep = "[".repeat(10_000) + "]".repeat(10_000);
            return Sample.of("depth 10,000", value.replace("24.5", "24.5,\"more\":" + deep));
        }
        return switch (random.nextInt(24)) {
            case 0 -> Sample.of("broken JSON", value.substring(0, random.nextInt(1, value.length())));
            case 1 -> Sample.of("text for a number", value.replace("24.5", "\"24.5\""));
            case 2 -> Sample.of("an object for a number", value.replace("24.5", "{\"a\":[1]}"));
            case 3 -> Sample.of("true for a number", value.replace("24.5", "true"));
            case 4 -> Sample.of("null for the only channel", value.replace("24.5", "null"));
            case 5 -> Sample.of("1e999", value.replace("24.5", "1e999"));
            case 6 -> Sample.of("NaN", value.replace("24.5", random.nextBoolean() ? "NaN" : "\"NaN\""));
            case 7 -> new Sample("UTF-16", bytes("k"), cut(value.getBytes(StandardCharsets.UTF_16)));
            case 8 -> new Sample("no value", bytes("k"), null);
            case 9 -> new Sample("no value and no key", null, null);
            case 10 -> new Sample("empty", new byte[0], new byte[0]);
            case 11 -> new Sample("invalid UTF-8", bytes("k"), invalidUtf8(value));
            case 12 -> Sample.of("the year 12000", value.replace("2023", "12000"));
            case 13 -> Sample.of("no such day", value.replace("2023-09-01", "2023-02-30"));
            case 14 -> Sample.of("time of another type", value.replace("\"2023-09-01 12:00:00\"", "[1]"));
            case 15 ->
                Sample.of("a huge sensor id", value.replace(":\"s", ":\"" + "s".repeat(random.nextInt(257, 9_999))));
            case 16 -> Sample.of("half a surrogate pair", value.replace(":\"s", ":\"\\ud800"));
            case 17 -> Sample.of("an empty sensor id", reading("\"\"", "1"));
            case 18 -> Sample.of("no sensor id", "{\"temp\":1,\"ts\":\"2023-09-01 12:00:00\"}");
            case 19 ->
                Sample.of("no object", List.of("[]", "1", "null", "\"\"", " ").get(random.nextInt(5)));
            case 20 -> Sample.of("two objects", value + value);
            case 21 -> Sample.of("a number of 2,000 digits", value.replace("24.5", "9".repeat(2_000)));
            case 22 ->
                Sample.of(
                        "a huge field name",
                        value.replace("\"temp", "\"" + "n".repeat(random.nextInt(1_001, 9_999)) + "\":1,\"temp"));
            default -> {
                byte[] noise = new byte[random.nextInt(1, 300)];
                random.nextBytes(noise);
                noise[0] = 0;
                yield new Sample("noise", noise, noise);
            }
        };
    }

    /** Half of a UTF-16 document; a whole one is read, because JSON parsers recognise it. */
    private byte[] cut(byte[] utf16) {
        return Arrays.copyOf(utf16, random.nextInt(1, utf16.length - 2));
    }

    private static byte[] invalidUtf8(String value) {
        byte[] utf8 = bytes(value);
        return ByteBuffer.allocate(utf8.length)
                .put(utf8)
                .put(value.indexOf('s', 13), (byte) 0xc3)
                .array();
    }
}

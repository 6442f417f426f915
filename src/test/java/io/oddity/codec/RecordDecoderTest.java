package io.oddity.codec;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Missing;
import io.oddity.testing.Configs;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
    private static final long RECORD_TIME = 1_693_569_600_000L; // 2023-09-01T12:00:00Z

    private final RecordDecoder plain = decoder("sensor_id: id", "channels: [{name: temp}, {name: hum}]");

    private static RecordDecoder decoder(String... pipelineLines) {
        return new RecordDecoder(Configs.pipeline(pipelineLines));
    }

    private static boolean decode(RecordDecoder decoder, String json) {
        return decoder.decode(null, json.getBytes(UTF_8), RECORD_TIME);
    }

    private static RecordDecoder reading(RecordDecoder decoder, String json) {
        assertThat(decode(decoder, json)).as(decoder.rejection()).isTrue();
        return decoder;
    }

    private static String rejection(RecordDecoder decoder, String json) {
        assertThat(decode(decoder, json)).isFalse();
        return decoder.rejection();
    }

    @Test
    void readsTheArticlesRecord() {
        RecordDecoder article = decoder(
                "sensor_id: sensor_id",
                "time: {field: ts, format: \"yyyy-MM-dd HH:mm:ss[.SSS]\"}",
                "channels: [{name: temp}]");

        reading(article, "{\"sensor_id\":\"3456\",\"temp\":24.8,\"ts\":\"2023-09-01 12:00:00\"}");

        assertThat(article.sensorId()).isEqualTo("3456");
        assertThat(article.values()).containsExactly(24.8);
        assertThat(article.eventTimeMicros()).isEqualTo(1_693_569_600_000_000L);
    }

    @Test
    void ignoresWhatNobodyAskedFor() {
        reading(plain, "{\"x\":{\"id\":\"no\"},\"y\":[{\"temp\":9}],\"id\":\"a\",\"z\":null,\"temp\":1}");

        assertThat(plain.sensorId()).isEqualTo("a");
        assertThat(plain.values()[0]).isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/m/id      | {\"m\":{\"id\":\"a\",\"temp\":1}}",
                "/0/id      | {\"0\":{\"id\":\"a\"}}",
                "/list/1    | {\"list\":[\"b\",\"a\",\"c\"]}",
                "/list/2/id | {\"list\":[{\"id\":\"b\"},[[]],{\"x\":[1],\"id\":\"a\"}]}",
                "/a~1b/c~0d | {\"a/b\":{\"c~d\":\"a\"}}",
                "/~01       | {\"~1\":\"a\"}",
                "/          | {\"\":\"a\"}",
                "/@key      | {\"@key\":\"a\"}",
                "a.b        | {\"a.b\":\"a\"}",
            })
    void findsAnIdWhereverAPointerPoints(String field, String json) {
        RecordDecoder decoder = decoder("sensor_id: \"" + field + "\"", "channels: [{name: temp, field: /t}]");

        reading(decoder, json.substring(0, json.length() - 1) + ",\"t\":1}");

        assertThat(decoder.sensorId()).isEqualTo("a");
    }

    @Test
    void oneObjectMayHoldSeveralFieldsAtSeveralDepths() {
        RecordDecoder decoder = decoder(
                "sensor_id: /m/id",
                "channels: [{name: a, field: /m/v/0}, {name: b, field: /m/v/2}, {name: c, field: /m/c}]");

        reading(decoder, "{\"m\":{\"v\":[1,{\"x\":[]},3,4],\"id\":\"s\",\"c\":5}}");

        assertThat(decoder.values()).containsExactly(1, 3, 5);
    }

    @Test
    void oneFieldMayServeTwoChannels() {
        RecordDecoder decoder = decoder("sensor_id: id", "channels: [{name: a, field: t}, {name: b, field: /t}]");

        reading(decoder, "{\"id\":\"s\",\"t\":7}");

        assertThat(decoder.values()).containsExactly(7, 7);
    }

    @Test
    void ofANameThatStandsTwiceTheLastOneCounts() {
        reading(plain, "{\"id\":\"a\",\"temp\":1,\"id\":\"b\",\"temp\":2}");

        assertThat(plain.sensorId()).isEqualTo("b");
        assertThat(plain.values()[0]).isEqualTo(2.0);
    }

    @Test
    void ofAnObjectThatStandsTwiceTheLastOneCountsWhole() {
        RecordDecoder decoder = decoder(
                "sensor_id: id",
                "channels: [{name: a, field: /m/a}, {name: b, field: /m/b}, {name: c, field: /n/0}, {name: d}]");

        reading(decoder, "{\"id\":\"s\",\"d\":0,\"m\":{\"a\":1,\"b\":2},\"m\":{\"b\":3},\"n\":[4],\"n\":5}");

        assertThat(decoder.values()).containsExactly(Missing.VALUE, 3, Missing.VALUE, 0);
    }

    @Test
    void theKeyMayBeTheSensorId() {
        RecordDecoder keyed = decoder("sensor_id: \"@key\"", "channels: [{name: temp}]");

        boolean isReading = keyed.decode("Ofen-Ü".getBytes(UTF_8), "{\"temp\":1}".getBytes(UTF_8), RECORD_TIME);

        assertThat(isReading).isTrue();
        assertThat(keyed.sensorId()).isEqualTo("Ofen-Ü");
    }

    @Test
    void aRecordWithoutTheKeyThatNamesItsSensorIsRejected() {
        RecordDecoder keyed = decoder("sensor_id: \"@key\"", "channels: [{name: temp}]");

        assertThat(rejection(keyed, "{\"temp\":1}")).isEqualTo("the record has no key, and the sensor id is its key");
    }

    @Test
    void anEmptyKeyNamesNoSensor() {
        RecordDecoder keyed = decoder("sensor_id: \"@key\"", "channels: [{name: temp}]");

        boolean isReading = keyed.decode(new byte[0], "{\"temp\":1}".getBytes(UTF_8), RECORD_TIME);

        assertThat(isReading).isFalse();
        assertThat(keyed.rejection()).isEqualTo("the sensor id is empty");
    }

    @Test
    void withoutATimeFieldTheRecordsTimestampIsTheEventTime() {
        reading(plain, "{\"id\":\"a\",\"temp\":1}");

        assertThat(plain.eventTimeMicros()).isEqualTo(RECORD_TIME * 1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {253_402_300_800_000L, 1_693_569_600_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void aTimestampBeyondTheYear9999IsRejectedLikeAnyOtherTime(long recordTimeMillis) {
        boolean isReading = plain.decode(null, "{\"id\":\"a\",\"temp\":1}".getBytes(UTF_8), recordTimeMillis);

        assertThat(isReading).isFalse();
        assertThat(plain.rejection()).isEqualTo("@timestamp: outside the years 1 to 9999: '" + recordTimeMillis + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "3456, 3456",
        "-7, -7",
        "1.50, 1.50",
        "1e3, 1e3",
        "123456789012345678901234567890, 123456789012345678901234567890"
    })
    void aNumericSensorIdIsItsDigits(String number, String id) {
        reading(plain, "{\"id\":" + number + ",\"temp\":1}");

        assertThat(plain.sensorId()).isEqualTo(id);
    }

    @Test
    void aChannelThatIsAbsentOrNullIsMissing() {
        RecordDecoder decoder = decoder("sensor_id: id", "channels: [{name: a}, {name: b}, {name: c}]");

        reading(decoder, "{\"id\":\"s\",\"b\":null,\"c\":0}");

        assertThat(Missing.is(decoder.values()[0])).isTrue();
        assertThat(Missing.is(decoder.values()[1])).isTrue();
        assertThat(decoder.values()[2]).isZero();
    }

    @Test
    void nothingOfTheRecordBeforeIsLeft() {
        reading(plain, "{\"id\":\"a\",\"temp\":1,\"hum\":2}");

        reading(plain, "{\"id\":\"a\",\"hum\":3}");

        assertThat(plain.values()).containsExactly(Missing.VALUE, 3);
        assertThat(rejection(plain, "{\"temp\":1}")).isEqualTo("id: missing");
    }

    @Test
    void goesOnAfterARejection() {
        rejection(plain, "{\"id\":\"a\",\"temp\":[1,");

        reading(plain, "{\"id\":\"b\",\"temp\":1}");

        assertThat(plain.sensorId()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0.0",
        "1, 1",
        "24.8, 24.8",
        "1E2, 100",
        "-1.5e-3, -0.0015",
        "4.9e-324, 4.9e-324",
        "1e-999, 0",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "9007199254740993, 9007199254740992",
        "0.1000000000000000055511151231257827021181583404541015625, 0.1",
    })
    void numbersBecomeTheNearestDouble(String written, double value) {
        reading(plain, "{\"id\":\"a\",\"temp\":" + written + "}");

        assertThat(plain.values()[0]).isEqualTo(value);
    }

    @Test
    void aMetricsRecordCarriesOneChannel() {
        RecordDecoder metrics = decoder(
                "sensor_id: id", "metric: metric", "value: /v/0", "channels: [{name: temp, field: T}, {name: hum}]");

        reading(metrics, "{\"metric\":\"hum\",\"id\":\"a\",\"v\":[40.5]}");

        assertThat(metrics.values()).containsExactly(Missing.VALUE, 40.5);
        reading(metrics, "{\"metric\":\"T\",\"id\":\"a\",\"v\":[1]}");
        assertThat(metrics.values()).containsExactly(1, Missing.VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"a\",\"metric\":\"T\",\"v\":1}    | no channel is made from the metric 'T'",
                "{\"id\":\"a\",\"v\":1}                     | metric: missing",
                "{\"id\":\"a\",\"metric\":{},\"v\":1}       | metric: neither a text nor a number: an object",
                "{\"id\":\"a\",\"metric\":\"temp\"}         | no value for the metric 'temp'",
                "{\"id\":\"a\",\"metric\":\"temp\",\"v\":null} | no value for the metric 'temp'",
                "{\"id\":\"a\",\"metric\":\"temp\",\"v\":\"1\"} | v: not a number: '1'",
            })
    void aMetricsRecordThatIsNoReadingSaysWhy(String json, String reason) {
        RecordDecoder metrics = decoder("sensor_id: id", "metric: metric", "value: v", "channels: [{name: temp}]");

        assertThat(rejection(metrics, json)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"temp\":1}                      | id: missing",
                "{\"id\":null,\"temp\":1}          | id: missing",
                "{\"id\":\"\",\"temp\":1}          | the sensor id is empty",
                "{\"id\":true,\"temp\":1}          | id: neither a text nor a number: 'true'",
                "{\"id\":{\"a\":1},\"temp\":1}     | id: neither a text nor a number: an object",
                "{\"id\":[\"a\"],\"temp\":1}       | id: neither a text nor a number: an array",
                "{\"id\":\"\\ud800\",\"temp\":1}   | the sensor id is not well-formed Unicode",
                "{\"id\":\"a\\udc00b\",\"temp\":1} | the sensor id is not well-formed Unicode",
                "{\"id\":\"a\",\"temp\":\"24.8\"}  | temp: not a number: '24.8'",
                "{\"id\":\"a\",\"temp\":true}      | temp: not a number: 'true'",
                "{\"id\":\"a\",\"temp\":{\"v\":1}} | temp: not a number: an object",
                "{\"id\":\"a\",\"temp\":[1]}       | temp: not a number: an array",
                "{\"id\":\"a\",\"temp\":1e999}     | temp: too large for a double",
                "{\"id\":\"a\",\"temp\":-1e999}    | temp: too large for a double",
                "{\"id\":\"a\",\"temp\":1,\"hum\":\"wet\"} | hum: not a number: 'wet'",
                "{\"id\":\"a\"}                    | none of the channels is present",
                "{\"id\":\"a\",\"temp\":null}      | none of the channels is present",
                "[{\"id\":\"a\",\"temp\":1}]       | not a JSON object",
                "\"text\"                          | not a JSON object",
                "42                                | not a JSON object",
                "null                              | not a JSON object",
                "``                                | not a JSON object",
                "`   `                             | not a JSON object",
                "{\"id\":\"a\",\"temp\":1}{}       | not JSON: something follows the object",
                "{\"id\":\"a\",\"temp\":1}1        | not JSON: something follows the object",
            })
    void aRecordThatIsNoReadingSaysWhy(String json, String reason) {
        assertThat(rejection(plain, json)).isEqualTo(reason);
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                Arguments.of("broken off", "{\"id\":\"a\",\"temp\":1"),
                Arguments.of("broken off in a text", "{\"id\":\"a"),
                Arguments.of("not begun", "temp=1"),
                Arguments.of("a comma too many", "{\"id\":\"a\",\"temp\":1,}"),
                Arguments.of("single quotes", "{'id':'a','temp':1}"),
                Arguments.of("NaN", "{\"id\":\"a\",\"temp\":NaN}"),
                Arguments.of("Infinity", "{\"id\":\"a\",\"temp\":-Infinity}"),
                Arguments.of("a leading zero", "{\"id\":\"a\",\"temp\":007}"),
                Arguments.of("a leading plus", "{\"id\":\"a\",\"temp\":+7}"),
                Arguments.of("a leading point", "{\"id\":\"a\",\"temp\":.7}"),
                Arguments.of("a comment", "{\"id\":\"a\",/* C */\"temp\":1}"),
                Arguments.of("a line break in a text", "{\"id\":\"a\nb\",\"temp\":1}"),
                Arguments.of("broken where nobody looks", "{\"id\":\"a\",\"temp\":1,\"x\":[tru]}"),
                Arguments.of("text behind it", "{\"id\":\"a\",\"temp\":1} and so on"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notJson")
    void whatIsNotJsonIsRejectedWithTheColumn(String what, String json) {
        assertThat(rejection(plain, json)).startsWith("not JSON: ").matches("[^\n]*\\(column \\d+\\)");
    }

    @Test
    void aTombstoneIsRejected() {
        boolean isReading = plain.decode("a".getBytes(UTF_8), null, RECORD_TIME);

        assertThat(isReading).isFalse();
        assertThat(plain.rejection()).isEqualTo("the record has no value");
    }

    @Test
    void aSensorIdOf256CharactersIsTheLongest() {
        reading(plain, "{\"id\":\"" + "x".repeat(256) + "\",\"temp\":1}");

        assertThat(plain.sensorId()).hasSize(256);
        assertThat(rejection(plain, "{\"id\":\"" + "x".repeat(257) + "\",\"temp\":1}"))
                .isEqualTo("the sensor id is longer than 256 characters: '" + "x".repeat(64) + "…'");
    }

    @Test
    void aPairOfSurrogatesIsACharacter() {
        reading(plain, "{\"id\":\"\\ud83c\\udf21\",\"temp\":1}");

        assertThat(plain.sensorId()).isEqualTo("🌡");
    }

    @Test
    void whatIsQuotedIsShortened() {
        assertThat(rejection(plain, "{\"id\":\"a\",\"temp\":\"" + "9".repeat(100_000) + "\"}"))
                .isEqualTo("temp: not a number: '" + "9".repeat(64) + "…'");
    }

    /** Jackson keeps names, so many long ones would fill the memory. */
    @Test
    void aFieldNameOfMoreThanAThousandCharactersIsRejected() {
        reading(plain, "{\"" + "n".repeat(1_000) + "\":1,\"id\":\"a\",\"temp\":1}");

        assertThat(rejection(plain, "{\"" + "n".repeat(1_001) + "\":1,\"id\":\"a\",\"temp\":1}"))
                .startsWith("not JSON: Name length (")
                .contains("1000");
    }

    @Test
    void nestingTenThousandDeepIsRejected() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        assertThat(rejection(plain, "{\"id\":\"a\",\"temp\":1,\"x\":" + deep + "}"))
                .startsWith("not JSON: ")
                .contains("depth");
    }

    @Test
    void aNumberOfAMillionDigitsIsRejected() {
        assertThat(rejection(plain, "{\"id\":\"a\",\"temp\":" + "9".repeat(1_000_000) + "}"))
                .startsWith("not JSON: ")
                .hasSizeLessThan(300);
    }

    @Test
    void aMegabyteOfGarbageIsRejectedInAFewWords() {
        byte[] garbage = new byte[1 << 20];
        new Random(42).nextBytes(garbage);
        garbage[0] = '{';

        boolean isReading = plain.decode(null, garbage, RECORD_TIME);

        assertThat(isReading).isFalse();
        assertThat(plain.rejection()).startsWith("not JSON: ").hasSizeLessThan(300);
    }

    @Test
    void bytesThatAreNotUtf8AreRejected() {
        byte[] latin1 = "{\"id\":\"Ofen-Ü\",\"temp\":1}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        boolean isReading = plain.decode(null, latin1, RECORD_TIME);

        assertThat(isReading).isFalse();
        assertThat(plain.rejection()).startsWith("not JSON: Invalid UTF-8 ");
    }

    /** As RFC 4627 had it: the zeros tell the encoding. */
    @Test
    void utf16IsRecognised() {
        String json = "{\"id\":\"Ofen-Ü\",\"temp\":1}";

        assertThat(plain.decode(null, json.getBytes(UTF_16BE), RECORD_TIME)).isTrue();
        assertThat(plain.sensorId()).isEqualTo("Ofen-Ü");
        assertThat(plain.decode(null, json.getBytes(UTF_16LE), RECORD_TIME)).isTrue();
        assertThat(plain.sensorId()).isEqualTo("Ofen-Ü");
    }
}

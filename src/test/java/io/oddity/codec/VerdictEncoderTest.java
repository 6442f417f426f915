package io.oddity.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.model.Calibrated;
import io.oddity.model.Episode;
import io.oddity.model.Explanation;
import io.oddity.model.Explanation.Bound;
import io.oddity.model.Explanation.Part;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Remark;
import io.oddity.model.Shadow;
import io.oddity.model.Sparse;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Silence;
import io.oddity.testing.Rows;
import io.oddity.testing.Specs;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictEncoderTest {
    private static final long NOON = 1_693_569_600_000L; // 2023-09-01T12:00:00Z

    private final VerdictEncoder encoder = new VerdictEncoder(Specs.halfSpaceTrees("plant", 30, "temp", "hum"));

    private String encode(Verdicts verdicts) {
        return new String(encoder.encode(verdicts, 0), UTF_8);
    }

    @Test
    void anOrdinaryVerdictHasTheseFieldsInThisOrder() {
        Verdicts verdicts = Rows.verdicts(Rows.reading("plant", "3456", 42, NOON, 24.8, 40), 0.25, Status.NORMAL);

        assertThat(encode(verdicts))
                .isEqualTo("{\"v\":1,\"pipeline\":\"plant\",\"sensor_id\":\"3456\",\"ts\":\"2023-09-01T12:00:00Z\","
                        + "\"values\":{\"temp\":24.8,\"hum\":40.0},\"raw_score\":0.25,\"score\":0.25,\"threshold\":0.7,"
                        + "\"anomaly\":false,\"status\":\"NORMAL\",\"detector\":\"half-space-trees\","
                        + "\"partition\":3,\"offset\":42}");
    }

    @Test
    void anAnomalySaysWhatKindItIs() {
        Verdicts verdicts = Rows.verdicts(Rows.reading("plant", "a", 0, NOON, 80, 40), 0.875, Status.ANOMALY);

        assertThat(encode(verdicts))
                .contains(
                        "\"score\":0.875,\"threshold\":0.7,\"anomaly\":true,\"status\":\"ANOMALY\",\"kind\":\"score\",\"detector\"");
    }

    @Test
    void aSensorsOwnThresholdItsPItsEpisodeAndRemarksStandInTheirPlaces() {
        Readings readings = Rows.reading("plant", "a", 42, NOON, 80, 40);
        double[] score = {0.875};
        Verdicts verdicts = new Verdicts(
                readings,
                score,
                score,
                new double[0],
                new Status[] {Status.ANOMALY},
                new Sparse<>(),
                new Calibrated(
                        new double[] {0.0000123},
                        new double[] {0.4321},
                        new double[1],
                        Sparse.of(0, new Episode(40, Episode.State.OPEN, (NOON - 2_000) * 1_000, 3)),
                        Sparse.of(0, new Remark(true, 12, "temp < 90"))),
                new Sparse<>(),
                new Sparse<>());

        assertThat(encode(verdicts))
                .contains("\"score\":0.875,\"threshold\":0.4321,\"p\":1.23E-5,\"anomaly\":true,\"status\":\"ANOMALY\","
                        + "\"kind\":\"score\",\"apart\":true,\"corrected_by\":12,\"ignored\":\"temp < 90\",\"episode\":{\"id\":\"plant/3/40\",\"state\":\"open\","
                        + "\"since\":\"2023-09-01T11:59:58Z\",\"anomalies\":3},\"detector\"");
    }

    @Test
    void whileWarmingUpNothingIsAnAnomaly() {
        Verdicts verdicts = Rows.verdicts(Rows.reading("plant", "a", 0, NOON, 80, 40), 0, Status.WARMING_UP);

        assertThat(encode(verdicts)).contains("\"anomaly\":false,\"status\":\"WARMING_UP\",\"detector\"");
    }

    @Test
    void rawScoreAndScoreAreKeptApart() {
        Readings readings = Rows.reading("plant", "a", 0, NOON, 1, 1);
        Verdicts verdicts = new Verdicts(
                readings, new double[] {12.5}, new double[] {0.5}, new Status[] {Status.NORMAL}, 0.7, new Sparse<>());

        assertThat(encode(verdicts)).contains("\"raw_score\":12.5,\"score\":0.5");
    }

    @Test
    void aVerdictThatCannotBeWrittenDoesNotSpoilTheNext() {
        Readings readings = Rows.reading("plant", "a", 0, NOON, 1, 1);
        String undisturbed = encode(Rows.verdicts(readings, 0.5, Status.NORMAL));

        assertThatThrownBy(() -> encode(Rows.verdicts(readings, 0.5, null))).isInstanceOf(NullPointerException.class);

        assertThat(encode(Rows.verdicts(readings, 0.5, Status.NORMAL))).isEqualTo(undisturbed);
    }

    @Test
    void whatTheVariantSaysThatDoesNotDecideStandsBehindTheVerdict() {
        byte[] verdict =
                encoder.encode(Rows.verdicts(Rows.reading("plant", "a", 42, NOON, 24.8, 40), 0.25, Status.NORMAL), 0);
        String alone = new String(verdict, UTF_8);

        assertThat(new String(encoder.encode(verdict, new Shadow("bold", 0.75, Status.ANOMALY)), UTF_8))
                .isEqualTo(alone.substring(0, alone.length() - 1)
                        + ",\"shadow\":{\"variant\":\"bold\",\"score\":0.75,\"status\":\"ANOMALY\"}}");
    }

    @Test
    void aBatchIsTheSameRowByRowAndLeavesOutWhatHasNoStatus() {
        Readings.Builder builder = new Readings.Builder("plant", 1, 7, 2);
        double[] scores = new double[300];
        Status[] statuses = new Status[scores.length];
        for (int i = 0; i < scores.length; i++) {
            builder.add("s" + i % 7, i, NOON, NOON * 1_000 + i, new double[] {i, 0.5 * i});
            scores[i] = i / 300.0;
            statuses[i] = i % 5 == 0 ? null : List.of(Status.values()).get(i % 4);
        }
        Verdicts verdicts = new Verdicts(builder.build(), scores, scores, statuses, 0.7, new Sparse<>());

        byte[][] records = encoder.encode(verdicts);

        VerdictEncoder another = new VerdictEncoder(Specs.halfSpaceTrees("plant", 30, "temp", "hum"));
        for (int i = 0; i < scores.length; i++) {
            if (statuses[i] == null) {
                assertThat(records[i]).isNull();
            } else {
                assertThat(records[i]).isEqualTo(another.encode(verdicts, i));
            }
        }
    }

    @Test
    void missingChannelsAreLeftOut() {
        Verdicts verdicts =
                Rows.verdicts(Rows.reading("plant", "a", 0, NOON, Missing.VALUE, 40.5), 0.25, Status.NORMAL);

        assertThat(encode(verdicts)).contains("\"values\":{\"hum\":40.5}");
    }

    @Test
    void readsTheRowItIsTold() {
        Readings.Builder builder = new Readings.Builder("plant", 1, 7, 2);
        builder.add("a", 10, NOON, NOON * 1_000, new double[] {1, 2});
        builder.add("b", 12, NOON, NOON * 1_000 + 250_001, new double[] {3, 4});
        Verdicts verdicts = new Verdicts(
                builder.build(),
                new double[] {0, 0.5},
                new double[] {0, 0.5},
                new Status[] {Status.WARMING_UP, Status.NORMAL},
                0.7,
                new Sparse<>());

        assertThat(new String(encoder.encode(verdicts, 1), UTF_8))
                .contains(
                        "\"sensor_id\":\"b\",\"ts\":\"2023-09-01T12:00:00.250001Z\",\"values\":{\"temp\":3.0,\"hum\":4.0}")
                .endsWith("\"status\":\"NORMAL\",\"detector\":\"half-space-trees\",\"partition\":7,\"offset\":12}");
    }

    private String found(Status status, Finding finding) {
        Verdicts plain = Rows.verdicts(Rows.reading("plant", "a", 5, NOON, 1, 2), 0.75, status);
        return encode(new Verdicts(
                plain.readings(),
                plain.rawScores(),
                plain.scores(),
                plain.outputs(),
                plain.statuses(),
                Sparse.of(0, finding),
                Calibrated.fixed(1, 0.7),
                new Sparse<>(),
                new Sparse<>()));
    }

    @Test
    void aFaultOfTheSensorGoesBeforeTheScore() {
        assertThat(found(Status.ANOMALY, new Finding(Kind.STUCK, 1, 41, 20)))
                .contains(
                        "\"score\":0.75",
                        "\"kind\":\"stuck\",\"health\":{\"channel\":\"hum\",\"measured\":41.0,\"limit\":20.0},\"detector\"");
        assertThat(found(Status.ANOMALY, new Finding(Kind.CLOCK, -1, -90, -60)))
                .contains("\"kind\":\"clock\",\"health\":{\"measured\":-90.0,\"limit\":-60.0},");
        assertThat(found(Status.ANOMALY, new Finding(Kind.DUPLICATE, -1, Double.NaN, Double.NaN)))
                .contains("\"kind\":\"duplicate\",\"detector\"");
    }

    private String explained(Explanation explanation) {
        Verdicts plain = Rows.verdicts(Rows.reading("plant", "a", 5, NOON, 80, 40), 0.75, Status.ANOMALY);
        return encode(new Verdicts(
                plain.readings(),
                plain.rawScores(),
                plain.scores(),
                plain.outputs(),
                plain.statuses(),
                new Sparse<>(),
                Calibrated.fixed(1, 0.7),
                Sparse.of(0, explanation),
                new Sparse<>()));
    }

    @Test
    void anAnomalyIsExplained() {
        double unknown = Double.NaN;
        Part temp = new Part(0, 80, 24.5, 18.5, 30.5, 55.5, 27.75, 0.9);
        Part hum = new Part(1, 40, unknown, unknown, unknown, unknown, unknown, 0.1);

        assertThat(explained(new Explanation(
                        "because", List.of(temp, hum), List.of(new Bound(0, 31.5, true), new Bound(1, 50, false)))))
                .contains("\"kind\":\"score\",\"why\":\"because\",\"explanation\":{\"channels\":["
                        + "{\"channel\":\"temp\",\"value\":80.0,\"expected\":24.5,\"low\":18.5,\"high\":30.5,"
                        + "\"deviation\":55.5,\"sigmas\":27.75,\"contribution\":0.9},"
                        + "{\"channel\":\"hum\",\"value\":40.0,\"contribution\":0.1}],"
                        + "\"nearest\":{\"temp\":{\"at_most\":31.5},\"hum\":{\"at_least\":50.0}}},\"detector\"");
        assertThat(explained(new Explanation("because", List.of(), List.of())))
                .contains("\"why\":\"because\",\"explanation\":{\"channels\":[]},\"detector\"");
    }

    @Test
    void theReadingThatEndsASilenceIsAsOddAsItsScore() {
        String over = "\"health\":{\"ended\":\"silent\",\"measured\":60.5,\"limit\":12.0}";

        assertThat(found(Status.NORMAL, new Finding(Kind.SILENT, -1, 60.5, 12)))
                .contains("\"status\":\"NORMAL\"," + over);
        assertThat(found(Status.ANOMALY, new Finding(Kind.SILENT, -1, 60.5, 12)))
                .contains("\"kind\":\"score\"," + over);
    }

    @Test
    void aSilenceHasThePlaceAndTimeOfTheLastReadingAndNothingThatWasMeasured() {
        Silence silence = new Silence(
                "a",
                10,
                NOON * 1_000,
                new Readings.Second(17, NOON + 12_000, 99_000),
                new Finding(Kind.SILENT, -1, 12, 12),
                "silent for 12 s; usually speaks every 1 s");

        assertThat(new String(encoder.encode(silence, 7), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"pipeline\":\"plant\",\"sensor_id\":\"a\",\"ts\":\"2023-09-01T12:00:00Z\",\"values\":{},"
                                + "\"threshold\":0.7,\"anomaly\":true,\"status\":\"ANOMALY\",\"kind\":\"silent\","
                                + "\"health\":{\"measured\":12.0,\"limit\":12.0},"
                                + "\"why\":\"silent for 12 s; usually speaks every 1 s\",\"detector\":\"half-space-trees\","
                                + "\"partition\":7,\"offset\":10}");
    }

    @ParameterizedTest
    @CsvSource({"Ofen-Ü", "炉", "🌡", "a\"b\\c/d", "' '"})
    void anySensorIdSurvives(String id) throws IOException {
        Verdicts verdicts = Rows.verdicts(Rows.reading("plant", id, 0, NOON, 1, 1), 0, Status.NORMAL);

        JsonNode json = new ObjectMapper().readTree(encoder.encode(verdicts, 0));

        assertThat(json.path("sensor_id").textValue()).isEqualTo(id);
    }

    @Test
    void controlCharactersAreEscapedSoThatAVerdictIsOneLine() {
        Verdicts verdicts = Rows.verdicts(Rows.reading("plant", "a\n\r\u0000b", 0, NOON, 1, 1), 0, Status.NORMAL);

        assertThat(encode(verdicts)).contains("\"sensor_id\":\"a\\n\\r\\u0000b\"");
    }

    @Test
    void equalVerdictsAreEqualBytes() {
        Verdicts verdicts = Rows.verdicts(Rows.reading("plant", "a", 0, NOON, 0.1 + 0.2, 1e22), 0.3, Status.NORMAL);
        byte[] first = encoder.encode(verdicts, 0);

        encoder.encode(Rows.verdicts(Rows.reading("plant", "other", 1, 0, 1, 1), 1, Status.ANOMALY), 0);

        assertThat(encoder.encode(verdicts, 0)).isEqualTo(first);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void everyDoubleComesBackBitByBitFromItsShortestDigits(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        ObjectMapper mapper = new ObjectMapper();
        for (int i = 0; i < 500; i++) {
            double temp = finite(random);
            double hum = random.nextInt(-10_000, 10_000) / 100.0;
            double score = random.nextDouble();
            Verdicts verdicts = Rows.verdicts(Rows.reading("plant", "a", i, NOON, temp, hum), score, Status.NORMAL);

            byte[] json = encoder.encode(verdicts, 0);

            JsonNode tree = mapper.readTree(json);
            assertThat(bits(tree.at("/values/temp").doubleValue())).isEqualTo(bits(temp));
            assertThat(bits(tree.at("/values/hum").doubleValue())).isEqualTo(bits(hum));
            assertThat(bits(tree.at("/score").doubleValue())).isEqualTo(bits(score));
            assertIsShortest(digits(json, "temp"), temp);
            assertIsShortest(digits(json, "raw_score"), score);
        }
    }

    /** No decimal with a digit less is nearest to the same double: neither of its two neighbours with so many digits is. */
    private static void assertIsShortest(String written, double value) {
        BigDecimal exact = new BigDecimal(value);
        int digits = new BigDecimal(written).stripTrailingZeros().precision();
        if (digits == 1) {
            return;
        }
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
            double shorter = exact.round(new MathContext(digits - 1, mode)).doubleValue();
            assertThat(shorter).as("%s needs %s digits", written, digits).isNotEqualTo(value);
        }
    }

    private static String digits(byte[] json, String name) {
        String text = new String(json, UTF_8);
        int from = text.indexOf("\"" + name + "\":") + name.length() + 3;
        return text.substring(from, text.indexOf(',', from));
    }

    private static double finite(SplittableRandom random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : -0.0;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}

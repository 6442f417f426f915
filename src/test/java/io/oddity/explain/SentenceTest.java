package io.oddity.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Channel;
import io.oddity.model.Explanation.Bound;
import io.oddity.model.Explanation.Part;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SentenceTest {
    private static final List<Channel> CHANNELS = List.of(
            new Channel("temperature", "°C"),
            new Channel("vibration", "mm/s"),
            new Channel("pressure", "kPa"),
            new Channel("valve", ""),
            new Channel("load", ""));

    private final Sentence sentence = new Sentence(CHANNELS);

    private static Part part(int channel, double value, double expected, double sigma, double contribution) {
        double deviation = value - expected;
        return new Part(
                channel,
                value,
                expected,
                expected - 3 * sigma,
                expected + 3 * sigma,
                deviation,
                sigma > 0 ? deviation / sigma : Double.NaN,
                contribution);
    }

    private String odd(Part... parts) {
        return sentence.odd(List.of(parts), List.of(), false);
    }

    @Test
    void tellsTheChannelThatIsToBlameAndThatTheOthersAreAsUsual() {
        Part vibration = part(1, 1.2, 0.5, 0.1, 0.9);
        Part temperature = part(0, 71, 70, 3, 0.1);

        assertThat(odd(vibration, temperature))
                .isEqualTo("vibration 1.2 mm/s, expected 0.2-0.8, 7 sigma above; temperature as usual");
        assertThat(odd(vibration, temperature, part(2, 100, 100, 2, 0)))
                .endsWith("; temperature and pressure as usual");
        assertThat(odd(vibration, temperature, part(2, 100, 100, 2, 0), part(3, 0, 0, 0, 0), part(4, 1, 1, 1, 0)))
                .endsWith("; 4 others as usual");
    }

    @Test
    void tellsSeveralThatAreToBlame() {
        assertThat(odd(part(1, 1.2, 0.5, 0.1, 0.6), part(0, 49.7, 70, 3, 0.4)))
                .isEqualTo("vibration 1.2 mm/s, expected 0.2-0.8, 7 sigma above,"
                        + " and temperature 49.7 °C, expected 61-79, 6.8 sigma below");
    }

    @Test
    void whatIsBeyondItsBandIsNotAsUsualHoweverLittleItContributes() {
        assertThat(odd(part(1, 1.2, 0.5, 0.1, 0.99), part(0, 82, 70, 3, 0.01)))
                .contains(" and temperature 82 °C, expected 61-79, 4 sigma above")
                .doesNotContain("as usual");
    }

    @Test
    void usualValuesThatDoNotFitTogetherAreSaidToBeThat() {
        assertThat(odd(part(1, 0.6, 0.5, 0.1, 0.5), part(0, 65, 70, 3, 0.5)))
                .isEqualTo(
                        "vibration 0.6 mm/s, within the expected 0.2-0.8, and temperature 65 °C, within the expected 61-79:"
                                + " each as usual, but not together");
        assertThat(odd(part(0, 71, 70, 3, 1)))
                .isEqualTo("temperature 71 °C, within the expected 61-79: a usual value, but not now");
    }

    @Test
    void negativeBandsNeedNoThirdDash() {
        assertThat(odd(part(0, 20, 0, 1, 1))).contains("expected -3 to 3, 20 sigma above");
    }

    @Test
    void aChannelThatStoodStillHasNoSigmas() {
        assertThat(odd(part(3, 1, 0, 0, 1))).isEqualTo("valve 1, expected 0 as ever");
        assertThat(odd(part(3, 1, 0.1, 0, 1))).isEqualTo("valve 1, expected 0.1 as ever");
        assertThat(odd(part(0, 90, 70, 1, 0.8), part(3, 1, 1, 0, 0.2))).contains("valve 1 as ever");
    }

    @Test
    void whereNothingIsExpectedYetTheValueIsSaid() {
        assertThat(odd(part(0, 71.25, Double.NaN, Double.NaN, 1))).isEqualTo("temperature 71.25 °C");
        assertThat(odd(part(0, 71.25, Double.NaN, Double.NaN, 1), part(1, 1, Double.NaN, Double.NaN, 0)))
                .isEqualTo("temperature 71.25 °C");
    }

    @Test
    void tellsHowItWouldBeNormal() {
        List<Part> parts = List.of(part(1, 1.2, 0.5, 0.1, 0.6), part(0, 49.7, 70, 3, 0.4));

        assertThat(sentence.odd(parts, List.of(new Bound(1, 0.68, true)), false))
                .endsWith("; would be normal at vibration <= 0.68");
        assertThat(sentence.odd(parts, List.of(new Bound(1, 0.68, true), new Bound(0, 60.25, false)), false))
                .endsWith("; would be normal at vibration <= 0.68 and temperature >= 60.2");
    }

    @Test
    void whatIsApartIsSaidToBe() {
        assertThat(sentence.odd(List.of(part(0, 80, 24.5, 2, 1)), List.of(), true))
                .isEqualTo("temperature 80 °C, expected 18.5-30.5, 28 sigma above, apart from all that is usual");
    }

    @Test
    void manySigmasAreNotCounted() {
        assertThat(odd(part(0, 80_000, 24.5, 2, 1))).contains("more than 1000 sigma above");
    }

    @Test
    void ofManyOddChannelsThreeAreTold() {
        assertThat(odd(
                        part(0, 90, 70, 3, 0.3),
                        part(1, 1.2, 0.5, 0.1, 0.3),
                        part(2, 50, 100, 2, 0.2),
                        part(3, 1, 0, 0, 0.1),
                        part(4, 9, 0, 1, 0.1)))
                .contains("temperature", "vibration", "pressure")
                .endsWith(", and 2 more beside");
    }

    @Test
    void everyKindOfFaultHasItsWords() {
        assertThat(sentence.wrong(new Finding(Kind.RANGE, 0, -40, 21)))
                .isEqualTo("temperature -40 °C, below the least there can be, 21 °C");
        assertThat(sentence.wrong(new Finding(Kind.RANGE, 3, 2, 1)))
                .isEqualTo("valve 2, above the most there can be, 1");
        assertThat(sentence.wrong(new Finding(Kind.STUCK, 0, 41, 20)))
                .isEqualTo("temperature has not changed for 41 readings; more than 20 in a row are unusual");
        assertThat(sentence.wrong(new Finding(Kind.CLOCK, -1, 90, 60)))
                .isEqualTo("measured 90 s ahead of time; more than 60 s is unusual");
        assertThat(sentence.wrong(new Finding(Kind.CLOCK, -1, -9_000, -0.5)))
                .isEqualTo("measured 2.5 h before the reading before; more than 500 ms is unusual");
        assertThat(sentence.wrong(new Finding(Kind.DUPLICATE, -1, Double.NaN, Double.NaN)))
                .isEqualTo("the reading before once more, with the same time and values");
        assertThat(sentence.wrong(new Finding(Kind.RATE, -1, 5, 1)))
                .isEqualTo("now speaks every 5 s; usually every 1 s");
        assertThat(sentence.wrong(new Finding(Kind.SILENT, -1, 300, 12)))
                .isEqualTo("silent for 5 min; more than 12 s is unusual");
    }

    @Test
    void aSilentSensorIsHeldAgainstItsUsualInterval() {
        Finding silent = new Finding(Kind.SILENT, -1, 42, 12);

        assertThat(sentence.silent(silent, 1)).isEqualTo("silent for 42 s; usually speaks every 1 s");
        assertThat(sentence.silent(silent, 0)).isEqualTo("silent for 42 s; more than 12 s is unusual");
    }

    @Test
    void isTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(odd(part(1, 1.25, 0.5, 0.1, 1)))
                    .isEqualTo("vibration 1.25 mm/s, expected 0.2-0.8, 7.5 sigma above");
            assertThat(sentence.wrong(new Finding(Kind.STUCK, 0, 41, 20))).contains("41 readings");
        } finally {
            Locale.setDefault(before);
        }
    }
}

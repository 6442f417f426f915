package io.oddity.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.feedback.Judgement.Verdict;
import io.oddity.model.Correction;
import io.oddity.threshold.Corrections;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementsTest {
    private final List<Judgement> said = new ArrayList<>();

    private static Anomaly anomaly(long offset, double score) {
        return new Anomaly("plant", "main", 3, offset, false, "press", "score", score, 0.5, false, offset);
    }

    private static Anomaly apart(long offset, double score) {
        return new Anomaly("plant", "main", 3, offset, false, "press", "score", score, 0.5, true, offset);
    }

    private JudgementsTest say(Anomaly anomaly, Verdict verdict) {
        said.add(new Judgement(10 + said.size(), anomaly, verdict, 1_000 + said.size(), "eva", null));
        return this;
    }

    private Correction correction() {
        List<Correction> corrections = new Judgements(said).corrections("plant", 3, 0, 0);
        assertThat(corrections).hasSize(1);
        return corrections.get(0);
    }

    @Test
    void theHighestFalseAlarmCounts() {
        say(anomaly(1, 0.6), Verdict.FALSE_ALARM)
                .say(anomaly(2, 0.9), Verdict.FALSE_ALARM)
                .say(apart(3, 0.7), Verdict.FALSE_ALARM);

        assertThat(correction())
                .isEqualTo(new Correction("press", 12, Corrections.passing(0.9), Corrections.passing(0.7), List.of()));
    }

    @Test
    void aLaterWordTakesThePlaceOfAnEarlierOneOnTheSameAnomaly() {
        say(anomaly(1, 0.6), Verdict.FALSE_ALARM)
                .say(anomaly(2, 0.9), Verdict.FALSE_ALARM)
                .say(anomaly(2, 0.9), Verdict.TRUE);

        assertThat(correction()).isEqualTo(new Correction("press", 12, Corrections.passing(0.6), 0, List.of(2L)));
        assertThat(new Judgements(said).of("plant:3:2")).contains(Verdict.TRUE);
    }

    @Test
    void whatIsTakenBackIsAsIfItHadNeverBeenSaidButForItsPlace() {
        say(anomaly(1, 0.6), Verdict.FALSE_ALARM).say(anomaly(2, 0.9), Verdict.TRUE);
        Correction before = correction();

        say(anomaly(3, 0.95), Verdict.FALSE_ALARM).say(anomaly(3, 0.95), Verdict.NONE);

        assertThat(correction()).isEqualTo(new Correction("press", 13, before.passes(), 0, before.confirmed()));
        assertThat(new Judgements(said).of("plant:3:3")).isEmpty();
    }

    @Test
    void aFaultIsForgivenOnceAndOnlyTheNewestAre() {
        LongStream.range(0, 10).forEach(offset -> say(anomaly(offset, 0.9), Verdict.TRUE));
        Anomaly later = new Anomaly("plant", "main", 3, 99, false, "press", "score", 0.9, 0.5, false, 9);
        say(later, Verdict.TRUE).say(apart(50, 0.9), Verdict.TRUE);

        assertThat(correction().confirmed())
                .isEqualTo(LongStream.range(10 - Corrections.MOST_CONFIRMED, 10)
                        .boxed()
                        .toList());
    }

    @Test
    void whatIsSaidAgainIsNewAgain() {
        LongStream.range(0, 10).forEach(offset -> say(anomaly(offset, 0.9), Verdict.TRUE));
        say(anomaly(0, 0.9), Verdict.TRUE);

        assertThat(correction().confirmed()).contains(0L).doesNotContain(4L);
    }

    @Test
    void tellsWhatIsNewOnceForEachSensorAndOnlyWhereItBelongs() {
        say(anomaly(1, 0.6), Verdict.FALSE_ALARM);
        Judgements judgements = new Judgements(said);

        assertThat(judgements.end()).isEqualTo(11);
        assertThat(judgements.corrections("plant", 3, 10, 0)).hasSize(1);
        assertThat(judgements.corrections("plant", 3, 11, 0)).isEmpty();
        assertThat(judgements.corrections("plant", 2, 0, 0)).isEmpty();
        assertThat(judgements.corrections("plant~second", 3, 0, 0)).isEmpty();
    }

    @Test
    void whatWasSaidBeforeAStateBeganIsNotAboutIt() {
        say(anomaly(1, 0.9), Verdict.FALSE_ALARM).say(anomaly(2, 0.6), Verdict.FALSE_ALARM);

        List<Correction> corrections = new Judgements(said).corrections("plant", 3, 0, 1_001);

        assertThat(corrections).containsExactly(new Correction("press", 11, Corrections.passing(0.6), 0, List.of()));
    }

    @Test
    void theHealthOfASensorIsNoMatterOfThresholds() {
        say(
                new Anomaly("plant", "main", 3, 1, true, "press", "silent", Double.NaN, 0.5, false, -1),
                Verdict.FALSE_ALARM);

        assertThat(new Judgements(said).corrections("plant", 3, 0, 0)).isEmpty();
        assertThat(new Judgements(said).of("plant:3:1:silent")).contains(Verdict.FALSE_ALARM);
    }

    /** A margin on odds is small where scores are, and never hides the far end of the scale. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.3, 0.5, 0.6, 0.9, 0.99})
    void whatPassesIsALittleBeyond(double score) {
        double odds = score / (1 - score);

        double passes = Corrections.passing(score);

        assertThat(passes / (1 - passes)).isBetween(1.1 * odds, 1.1 * odds + 2e-4 * (1 + odds) * (1 + odds) * 2);
        assertThat(Corrections.passing(1)).isEqualTo(1);
    }

    @Test
    void standsInTheTopicAsItWasSaid() {
        say(anomaly(1, 0.6), Verdict.TRUE).say(apart(2, 1), Verdict.FALSE_ALARM);
        say(new Anomaly("plant", "main", 3, 1, true, "press", "silent", Double.NaN, 0.5, false, -1), Verdict.NONE);
        said.add(new Judgement(99, anomaly(4, 0.9), Verdict.FALSE_ALARM, 5, null, "Ölwechsel \"heute\""));

        assertThat(said).allSatisfy(one -> assertThat(Judgement.decode(one.place(), one.encode()))
                .contains(one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "{}", "[]", "null", "{\"verdict\":\"true\"}", "{\"verdict\":1}"})
    void whatSomebodyElseWroteIsPassedOver(String text) {
        assertThat(Judgement.decode(1, text)).isEmpty();
        assertThat(Judgement.decode(1, null)).isEmpty();
    }

    @Test
    void isInOrderOfWhatWasSaid() {
        IntStream.range(0, 3).forEach(i -> say(anomaly(i, 0.9), Verdict.TRUE));

        assertThat(new Judgements(said).newestFirst(one -> one.anomaly().offset() != 1))
                .containsExactly(said.get(2), said.get(0));
    }
}

package io.oddity.feedback;

import io.oddity.feedback.Judgement.Verdict;
import io.oddity.model.Correction;
import io.oddity.threshold.Corrections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All that people said of anomalies, in the order in which they said it. Immutable. */
public final class Judgements {
    /** Before anybody said anything. */
    public static final Judgements NONE = new Judgements(List.of());

    private final List<Judgement> all;
    private final Map<Place, List<Judgement>> byPlace = new HashMap<>();
    private final Map<String, Judgement> byAnomaly = new HashMap<>();

    /** A pipeline's variant on an input partition. */
    private record Place(String lane, int partition) {}

    /** @param all in the order of their places */
    public Judgements(List<Judgement> all) {
        this.all = List.copyOf(all);
        for (Judgement judgement : this.all) {
            Anomaly anomaly = judgement.anomaly();
            byPlace.computeIfAbsent(new Place(anomaly.lane(), anomaly.partition()), place -> new ArrayList<>())
                    .add(judgement);
            byAnomaly.put(anomaly.id(), judgement);
        }
    }

    /** In the order in which they were made. */
    public List<Judgement> all() {
        return all;
    }

    /** Some of them, the newest first. */
    public List<Judgement> newestFirst(Predicate<Judgement> filter) {
        List<Judgement> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (filter.test(all.get(i))) {
                found.add(all.get(i));
            }
        }
        return found;
    }

    /** Behind the place of the last one. */
    public long end() {
        return all.isEmpty() ? 0 : all.get(all.size() - 1).place() + 1;
    }

    /** What holds of an anomaly; empty when nobody said anything, and when it was taken back. */
    public Optional<Verdict> of(String anomalyId) {
        return Optional.ofNullable(byAnomaly.get(anomalyId))
                .map(Judgement::verdict)
                .filter(verdict -> verdict != Verdict.NONE);
    }

    /**
     * What changes about the sensors of an input partition, one for each of which something was said.
     *
     * @param lane a pipeline's variant, by its id
     * @param from only sensors of which something was said at this place or behind it
     * @param notBeforeMillis what was said earlier is of a state that is not there any more
     */
    public List<Correction> corrections(String lane, int partition, long from, long notBeforeMillis) {
        Map<String, List<Judgement>> bySensor = new LinkedHashMap<>();
        for (Judgement judgement : byPlace.getOrDefault(new Place(lane, partition), List.of())) {
            if (judgement.atMillis() >= notBeforeMillis && judgement.anomaly().isOfScore()) {
                bySensor.computeIfAbsent(judgement.anomaly().sensorId(), id -> new ArrayList<>())
                        .add(judgement);
            }
        }
        return bySensor.values().stream()
                .filter(said -> last(said).place() >= from)
                .map(Judgements::correction)
                .toList();
    }

    private static Judgement last(List<Judgement> said) {
        return said.get(said.size() - 1);
    }

    private static Correction correction(List<Judgement> said) {
        Map<String, Judgement> holds = new LinkedHashMap<>();
        for (Judgement judgement : said) {
            holds.remove(judgement.anomaly().id()); // so that the newest come last
            holds.put(judgement.anomaly().id(), judgement);
        }
        List<Long> confirmed = anomalies(holds.values(), Verdict.TRUE)
                .filter(anomaly -> !anomaly.isApart() && anomaly.episode() >= 0)
                .map(Anomaly::episode)
                .distinct()
                .toList();
        return new Correction(
                last(said).anomaly().sensorId(),
                last(said).place(),
                passes(anomalies(holds.values(), Verdict.FALSE_ALARM)),
                passes(anomalies(holds.values(), Verdict.FALSE_ALARM).filter(Anomaly::isApart)),
                confirmed.subList(Math.max(0, confirmed.size() - Corrections.MOST_CONFIRMED), confirmed.size()));
    }

    private static Stream<Anomaly> anomalies(Collection<Judgement> judgements, Verdict verdict) {
        return judgements.stream()
                .filter(judgement -> judgement.verdict() == verdict)
                .map(Judgement::anomaly);
    }

    private static double passes(Stream<Anomaly> dismissed) {
        return dismissed
                .mapToDouble(anomaly -> Corrections.passing(anomaly.score()))
                .max()
                .orElse(0);
    }
}

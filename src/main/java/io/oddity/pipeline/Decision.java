package io.oddity.pipeline;

import io.oddity.model.Missing;
import java.util.ArrayList;
import java.util.List;

/** From what the detectors said about a row to the pipeline's score. Immutable. */
final class Decision {
    private final Combine combine;
    private final List<Voter> voters = new ArrayList<>();

    /** A detector that has a say, which one it is, and where its score stands. */
    private record Voter(int detector, int column, double threshold) {}

    Decision(PipelineSpec spec) {
        combine = spec.combine();
        int column = spec.features().size();
        List<Integer> read = spec.detectors().stream()
                .flatMap(detector -> detector.inputs().stream())
                .toList();
        for (int i = 0; i < spec.detectors().size(); i++) {
            DetectorSpec detector = spec.detectors().get(i);
            int first = column;
            column += detector.outputs().size();
            int behind = column;
            boolean worksForOthers = read.stream().anyMatch(input -> input >= first && input < behind);
            if (detector.score() >= 0 && !worksForOthers) {
                voters.add(new Voter(i, first + detector.score(), detector.threshold()));
            }
        }
    }

    /** The pipeline's score of the row that begins at {@code at}, {@link Missing#VALUE} when no detector has one. */
    double score(double[] values, int at) {
        int scores = 0;
        double sum = 0;
        double max = 0;
        for (Voter voter : voters) {
            double score = values[at + voter.column];
            if (!Double.isNaN(score)) {
                scores++;
                max = scores == 1 ? score : Math.max(max, score);
                sum += combine == Combine.VOTE ? (score > voter.threshold ? 1 : 0) : score;
            }
        }
        if (scores == 0) {
            return Missing.VALUE;
        }
        return combine == Combine.MAX ? max : sum / scores;
    }

    /** Which detector alone has made the score of a row what it is; -1 when there is none. */
    int decisive(double[] values, int at) {
        if (voters.size() > 1 && combine != Combine.MAX) {
            return -1;
        }
        double score = score(values, at);
        return voters.stream()
                .filter(voter -> voters.size() == 1 || values[at + voter.column] == score)
                .mapToInt(Voter::detector)
                .findFirst()
                .orElse(-1);
    }
}

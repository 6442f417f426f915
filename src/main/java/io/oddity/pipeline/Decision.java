package io.oddity.pipeline;

import io.oddity.model.Missing;
import java.util.ArrayList;
import java.util.List;

/** From what the detectors said about a row to the pipeline's score. Immutable. */
final class Decision {
    private final Combine combine;
    private final List<Voter> voters = new ArrayList<>();

    /** A detector that has a say, and where its score stands. */
    private record Voter(int column, double threshold) {}

    Decision(PipelineSpec spec) {
        combine = spec.combine();
        int column = spec.features().size();
        List<Integer> read = spec.detectors().stream()
                .flatMap(detector -> detector.inputs().stream())
                .toList();
        for (DetectorSpec detector : spec.detectors()) {
            int first = column;
            column += detector.outputs().size();
            int behind = column;
            boolean worksForOthers = read.stream().anyMatch(input -> input >= first && input < behind);
            if (detector.score() >= 0 && !worksForOthers) {
                voters.add(new Voter(first + detector.score(), detector.threshold()));
            }
        }
    }

    /** The pipeline's score, {@link Missing#VALUE} when no detector has one. */
    double score(Rows rows, int row) {
        int scores = 0;
        double sum = 0;
        double max = 0;
        for (Voter voter : voters) {
            double score = rows.get(row, voter.column);
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
}

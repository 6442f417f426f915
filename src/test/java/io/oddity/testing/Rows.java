package io.oddity.testing;

import io.oddity.model.Readings;
import io.oddity.model.Sparse;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import java.util.Arrays;

/** Readings and verdicts made by hand. */
public final class Rows {
    private Rows() {}

    /** One reading with these values, at offset {@code offset} of partition 3, measured when the record was written. */
    public static Readings reading(String pipeline, String sensorId, long offset, long millis, double... values) {
        Readings.Builder builder = new Readings.Builder(pipeline, 1, 3, values.length);
        builder.add(sensorId, offset, millis, millis * 1_000, values);
        return builder.build();
    }

    /** The same verdict about each of the readings. */
    public static Verdicts verdicts(Readings readings, double score, Status status) {
        double[] scores = new double[readings.size()];
        Arrays.fill(scores, score);
        Status[] statuses = new Status[readings.size()];
        Arrays.fill(statuses, status);
        return new Verdicts(readings, scores, scores, statuses, 0.7, new Sparse<>());
    }
}

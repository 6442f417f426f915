package io.oddity.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The rows that a model is trained on: those that lack no feature, and of very many a random share, so that memory is bounded.
 * Single-threaded.
 */
public final class TrainingRows implements TrainingSource.Rows {
    private final int atMost;
    private final SplittableRandom random;
    private List<String> features = List.of();
    private double[] values = new double[0];
    private long complete;
    private long skipped;

    /**
     * Starts without rows.
     *
     * @param atMost so many rows are kept, each as likely as the others
     * @param seed decides which
     */
    public TrainingRows(int atMost, long seed) {
        this.atMost = atMost;
        random = new SplittableRandom(seed);
    }

    @Override
    public void begin(List<String> names) {
        features = List.copyOf(names);
        values = new double[features.size() * Math.min(1024, atMost)];
    }

    @Override
    public void add(double[] row) {
        for (double value : row) {
            // A model compares floats, so what is infinite as one is as good as missing.
            if (!Float.isFinite((float) value)) {
                skipped++;
                return;
            }
        }
        complete++;
        long place = complete <= atMost ? complete - 1 : random.nextLong(complete);
        if (place < atMost) {
            int at = (int) place * row.length;
            if (at == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(2L * values.length, (long) atMost * row.length));
            }
            System.arraycopy(row, 0, values, at, row.length);
        }
    }

    /** What a row consists of. */
    public List<String> features() {
        return features;
    }

    /** How many rows are kept. */
    public int size() {
        return (int) Math.min(complete, atMost);
    }

    /** The rows that are kept, row-major; longer than they are. */
    public double[] values() {
        return values;
    }

    /** How many rows lack no feature; more than {@link #size()} if not all were kept. */
    public long complete() {
        return complete;
    }

    /** How many rows lack a feature, or have one too large for a float. */
    public long skipped() {
        return skipped;
    }
}

package io.oddity.detect.auto;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Readings of one made-up sensor at a steady rate, and what {@code auto} says of them. */
final class Series {
    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** 2026-01-01T00:00:00Z. */
    private static final long START = 1_767_225_600_000_000L;

    private Series() {}

    /** The scores of a channel that has {@code value.applyAsDouble(i)} at reading {@code i}. */
    static double[] scores(int readings, Duration interval, IntToDoubleFunction value) {
        AutoDetector detector = new AutoDetector(1);
        int slot = detector.open();
        double[] row = new double[1];
        double[] scores = new double[readings];
        for (int i = 0; i < readings; i++) {
            row[0] = value.applyAsDouble(i);
            scores[i] = detector.scoreAndLearn(slot, row, 0, time(i, interval));
        }
        return scores;
    }

    /** The same every five minutes. */
    static double[] scores(int readings, IntToDoubleFunction value) {
        return scores(readings, FIVE_MINUTES, value);
    }

    static long time(int reading, Duration interval) {
        return START + reading * (interval.toNanos() / 1_000);
    }

    static boolean isOdd(double score) {
        return score > AutoDetector.THRESHOLD;
    }

    /** How many of the readings {@code from} up to {@code to} are anomalies. */
    static int odd(double[] scores, int from, int to) {
        return (int) IntStream.range(from, to).filter(i -> isOdd(scores[i])).count();
    }

    /** How many anomalies open an episode. */
    static int episodes(double[] scores, Duration interval) {
        Onsets onsets = new Onsets();
        int slot = onsets.open();
        return (int) IntStream.range(0, scores.length)
                .filter(i ->
                        onsets.isNews(slot, scores[i], AutoDetector.THRESHOLD, time(i, interval)) && isOdd(scores[i]))
                .count();
    }

    /** Normal noise of mean 0 and deviation 1; the same seed gives the same. */
    static double[] noise(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] noise = new double[count];
        for (int i = 0; i < count; i++) {
            noise[i] = gaussian(random);
        }
        return noise;
    }

    /** Box and Muller; {@link SplittableRandom}'s own way may change with the JDK. */
    static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}

package io.oddity.backtest.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Series made by hand or by chance: a reading a minute, each of them news. */
final class Judged {
    static final long MINUTE = 60_000_000;

    private Judged() {}

    /** @param readings such as {@code "0.9x 0.2"}: the score, and an x where something was wrong, a t where it was there to be learned */
    static Series series(String readings) {
        Series series = new Series("pump", 0);
        for (String reading : readings.split(" ", -1)) {
            series.add(
                    series.size() * MINUTE,
                    Double.parseDouble(reading.replaceAll("[xt]", "")),
                    reading.contains("x"),
                    true,
                    reading.contains("t"),
                    new double[0]);
        }
        return series;
    }

    /** Few different scores, so that many are equal; labels in runs. */
    static List<Series> random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Series[] all = new Series[random.nextInt(1, 4)];
        Arrays.setAll(all, i -> {
            Series series = new Series("s" + i, 0);
            boolean isLabelled = false;
            int readings = random.nextInt(20, 120);
            for (int n = 0; n < readings; n++) {
                isLabelled = random.nextInt(6) == 0 ? !isLabelled : isLabelled;
                double score = random.nextInt(8) / 10.0 + (isLabelled ? 0.2 : 0);
                series.add(n * MINUTE, score, isLabelled, random.nextBoolean(), n < 5, new double[0]);
            }
            return series;
        });
        return List.of(all);
    }
}

package io.oddity.testing;

import java.util.SplittableRandom;

/**
 * A sensor with nothing wrong: noise of one of five shapes, with or without a day and a week, standing still or drifting. The first
 * hundred differ in at least one of these. A reading a minute.
 */
public final class CalmSensor {
    /** Between two readings. */
    public static final long INTERVAL_MICROS = 60_000_000L;

    private static final int DAY = 24 * 60;
    private static final int SHAPES = 5;
    private static final int SEASONS = 4;

    private final SplittableRandom random;
    private final int shape;
    private final int season;
    private final int drift;
    private final double phase;
    private int reading;
    private double previous;
    private double walked;

    /** The {@code index}th of them. */
    public CalmSensor(int index, long seed) {
        random = new SplittableRandom(seed + index);
        shape = index % SHAPES;
        season = index / SHAPES % SEASONS;
        drift = index / (SHAPES * SEASONS) % 5;
        phase = random.nextDouble();
    }

    /** What it is like. */
    public String kind() {
        return noiseKind() + ", " + seasonKind() + ", " + driftKind();
    }

    /** The noise's shape. */
    public String noiseKind() {
        return new String[] {"normal", "uniform", "Laplace", "log-normal", "autoregressive"}[shape];
    }

    /** Which seasons there are. */
    public String seasonKind() {
        return new String[] {"no season", "day", "week", "day and week"}[season];
    }

    /** How the level moves. */
    public String driftKind() {
        return new String[] {"still", "slow line", "faster line", "random walk", "month-long wave"}[drift];
    }

    /** Its next value; noise has a standard deviation of about 1. */
    public double next() {
        double days = reading++ / (double) DAY;
        return 20 + noise() + season(days) + level(days);
    }

    private double noise() {
        return switch (shape) {
            case 0 -> random.nextGaussian();
            case 1 -> random.nextDouble(-1.73, 1.73);
            case 2 -> (random.nextBoolean() ? 0.71 : -0.71) * Math.log(1 - random.nextDouble());
            case 3 -> Math.exp(0.6 * random.nextGaussian()) - 1;
            default -> autoregressive();
        };
    }

    private double autoregressive() {
        previous = 0.95 * previous + 0.31 * random.nextGaussian();
        return previous;
    }

    private double season(double days) {
        double day = 4 * Math.sin(2 * Math.PI * (days + phase));
        double week = (days + 7 * phase) % 7 < 5 ? 0 : -3;
        return (season % 2 == 1 ? day : 0) + (season / 2 == 1 ? week : 0);
    }

    private double level(double days) {
        return switch (drift) {
            case 1 -> 0.03 * days;
            case 2 -> 0.2 * days;
            case 3 -> randomWalk();
            case 4 -> 3 * Math.sin(2 * Math.PI * (days / 30 + phase));
            default -> 0;
        };
    }

    private double randomWalk() {
        walked += 0.02 * random.nextGaussian();
        return walked;
    }
}

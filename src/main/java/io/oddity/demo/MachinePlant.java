package io.oddity.demo;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Five machines with temperature, vibration and pressure, as in the article that Oddity's second pipeline comes from: normally
 * N(70, 3) °C, N(0.5, 0.1) mm/s and N(100, 2) kPa; one reading in ten is odd in one of three ways. Unlike a real plant it knows which.
 */
public final class MachinePlant implements Plant {
    /** The channels of a reading, in the order of {@link #values}. */
    public static final List<String> CHANNELS = List.of("temperature", "vibration", "pressure");

    private static final List<String> MACHINES =
            List.of("machine-1", "machine-2", "machine-3", "machine-4", "machine-5");

    private static final double FAULT_RATE = 0.1;

    private final long seed;

    /** In which way a reading is odd, if it is. */
    public enum Fault {
        NONE,
        /** 15 to 40 °C too hot. */
        OVERHEATING,
        /** Vibration four to ten times as strong, and somewhat warmer. */
        BEARING_FAILURE,
        /** 18 to 40 kPa below. */
        PRESSURE_DROP
    }

    /** A plant; the same seed gives the same plant. */
    public MachinePlant(long seed) {
        this.seed = seed;
    }

    @Override
    public List<String> sensors() {
        return MACHINES;
    }

    /** In which way the reading of a machine at a time is odd. */
    public Fault fault(String machine, long timeMillis) {
        return fault(random(machine, timeMillis));
    }

    private static Fault fault(RandomGenerator random) {
        boolean isFault = random.nextDouble() < FAULT_RATE;
        Fault fault = Fault.values()[1 + random.nextInt(3)];
        return isFault ? fault : Fault.NONE;
    }

    /** What a machine measures at a time. */
    public double[] values(String machine, long timeMillis) {
        RandomGenerator random = random(machine, timeMillis);
        return values(random, fault(random));
    }

    /** What it would measure if all was well. */
    public double[] normalValues(String machine, long timeMillis) {
        return values(random(machine, timeMillis), Fault.NONE);
    }

    private static double[] values(RandomGenerator random, Fault fault) {
        double temperature = random.nextGaussian(70, 3);
        double vibration = random.nextGaussian(0.5, 0.1);
        double pressure = random.nextGaussian(100, 2);
        switch (fault) {
            case OVERHEATING -> temperature += random.nextDouble(15, 40);
            case BEARING_FAILURE -> {
                vibration *= random.nextDouble(4, 10);
                temperature += random.nextDouble(2, 8);
            }
            case PRESSURE_DROP -> pressure -= random.nextDouble(18, 40);
            case NONE -> {}
        }
        return new double[] {rounded(temperature, 100), rounded(vibration, 1_000), rounded(pressure, 100)};
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }

    private RandomGenerator random(String machine, long timeMillis) {
        return new SplittableRandom(seed ^ (machine.hashCode() * 0x9E3779B97F4A7C15L) ^ timeMillis);
    }

    @Override
    public String record(String machine, long timeMillis) {
        double[] values = values(machine, timeMillis);
        return "{\"machine\":\"" + machine + "\",\"temperature\":" + values[0] + ",\"vibration\":" + values[1]
                + ",\"pressure\":" + values[2] + ",\"ts\":\"" + Instant.ofEpochMilli(timeMillis) + "\"}";
    }

    @Override
    public Optional<String> truth(String machine, long timeMillis) {
        Fault fault = fault(machine, timeMillis);
        return Optional.of("{\"machine\":\"" + machine + "\",\"ts\":\"" + Instant.ofEpochMilli(timeMillis)
                + "\",\"odd\":" + (fault != Fault.NONE) + ",\"fault\":\""
                + fault.name().toLowerCase(Locale.ROOT) + "\"}");
    }
}

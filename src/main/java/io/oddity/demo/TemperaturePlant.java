package io.oddity.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Five temperature sensors, one of them faulty, as in the article that Oddity's first pipeline comes from: temperatures are
 * uniform in 21..28 °C, and 3 % of those of sensor 3456 are uniform in 65..85 °C.
 *
 * <p>Every reading is a function of the seed, the sensor and the time alone, so a plant that is started again goes on as if it
 * had never stopped. Immutable.
 */
public final class TemperaturePlant implements Plant {
    private static final List<String> SENSORS = List.of("1234", "2345", "3456", "4567", "5678");

    private static final String FAULTY = "3456";
    private static final double FAULT_RATE = 0.03;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final long seed;

    /** A plant; the same seed gives the same plant. */
    public TemperaturePlant(long seed) {
        this.seed = seed;
    }

    @Override
    public List<String> sensors() {
        return SENSORS;
    }

    /** What a sensor measures at a time, in °C, to two digits. */
    public double temperature(String sensorId, long timeMillis) {
        SplittableRandom random = new SplittableRandom(seed ^ (sensorId.hashCode() * 0x9E3779B97F4A7C15L) ^ timeMillis);
        boolean isFault = sensorId.equals(FAULTY) && random.nextDouble() < FAULT_RATE;
        double low = isFault ? 65 : 21;
        double high = isFault ? 85 : 28;
        return Math.round(random.nextDouble(low, high) * 100) / 100.0;
    }

    @Override
    public String record(String sensorId, long timeMillis) {
        return "{\"sensor_id\":\"" + sensorId + "\",\"temp\":" + temperature(sensorId, timeMillis) + ",\"ts\":\""
                + TIME.format(Instant.ofEpochMilli(timeMillis)) + "\"}";
    }
}

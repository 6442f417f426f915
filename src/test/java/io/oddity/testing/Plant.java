package io.oddity.testing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A large plant: sensors on lines, each around a level of its own, some of which become odd for a while, in groups and alone. What
 * a sensor measures is a function of seed, sensor and time.
 */
public final class Plant {
    /** A pipeline that judges it, to be put below {@code pipelines:}. */
    public static final String PIPELINE =
            """
              - name: plant
                topic: plant
                sensor_id: id
                channels: [ { name: value, unit: "kPa", range: [0, 200] } ]
                time: { field: ts, format: epoch_ms }
                detector: { type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }
                threshold: 0.7
            """;

    private static final int LINES = 10;
    private static final String[] KINDS = {"temp", "pres", "vibr", "flow"};

    private final int sensors;
    private final long seed;

    public Plant(int sensors, long seed) {
        this.sensors = sensors;
        this.seed = seed;
    }

    /** The name of a sensor. */
    public String id(int sensor) {
        int line = 1 + sensor * LINES / sensors;
        return String.format(Locale.ROOT, "line-%02d/%s-%04d", line, KINDS[sensor % KINDS.length], sensor);
    }

    /** What it measures, in kPa. */
    public double value(int sensor, long millis) {
        long second = millis / 1_000;
        SplittableRandom noise = new SplittableRandom(seed ^ (sensor * 0x9E3779B97F4A7C15L) ^ millis);
        double level = 40 + 4 * Math.sin(millis / 60_000.0 + sensor) + noise.nextDouble(-6, 6);
        return isOdd(sensor, second) ? level + 120 : level;
    }

    private boolean isOdd(int sensor, long second) {
        SplittableRandom alone = new SplittableRandom(seed ^ (sensor * 31L) ^ (second / 15 * 7919));
        if (alone.nextInt(4_000) == 0) {
            return true;
        }
        SplittableRandom group = new SplittableRandom(seed ^ (second / 50 * 104_729));
        int start = group.nextInt(sensors);
        int size = 4 + sensors / 50;
        long into = second % 50;
        int lag = Math.floorMod(sensor * 7, 9);
        return sensor >= start && sensor < start + size && into >= 10 + lag && into < 22 + lag;
    }

    /** Sends the readings of all sensors, one each every {@code everyMillis}, from a time on; does not return before its thread is interrupted. */
    public void run(String bootstrapServers, long fromMillis, long everyMillis) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                "20",
                "batch.size",
                "65536",
                "compression.type",
                "lz4");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            String[] ids = IntStream.range(0, sensors).mapToObj(this::id).toArray(String[]::new);
            // A sensor's turn comes at a fixed place of each period, so readings are spread over it.
            for (long turn = 0; !Thread.currentThread().isInterrupted(); turn++) {
                int sensor = (int) (turn % sensors);
                long time = fromMillis + turn / sensors * everyMillis + sensor * everyMillis / sensors;
                while (time > System.currentTimeMillis()
                        && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(5_000_000);
                }
                send(producer, ids[sensor], time, value(sensor, time));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who waits for its verdict misses it
    private static void send(KafkaProducer<String, byte[]> producer, String id, long time, double value) {
        String json = "{\"id\":\"" + id + "\",\"value\":" + Math.round(value * 100) / 100.0 + ",\"ts\":" + time + "}";
        producer.send(new ProducerRecord<>("plant", null, time, id, json.getBytes(StandardCharsets.UTF_8)));
    }
}

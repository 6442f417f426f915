package io.oddity.bench.process;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was said of the known sensors: by sensor, a hash of its values, scores and statuses in order. */
final class Known {
    private final String firstUnknown;
    private final Map<String, Long> hashes = new HashMap<>();
    private long verdicts;

    /** Sensors with smaller numbers than {@code firstUnknown} are known. */
    Known(long firstUnknown) {
        this.firstUnknown = Plant.sensorId(firstUnknown);
    }

    void take(ConsumerRecord<byte[], byte[]> verdict) {
        String sensor = new String(verdict.key(), StandardCharsets.US_ASCII);
        if (sensor.compareTo(firstUnknown) < 0) {
            String json = new String(verdict.value(), StandardCharsets.UTF_8);
            // Time and offset depend on what else was written.
            String judged = json.substring(json.indexOf("\"values\""), json.indexOf(",\"partition\""));
            hashes.merge(sensor, (long) judged.hashCode(), (before, hash) -> before * 31 + hash);
            verdicts++;
        }
    }

    long verdicts() {
        return verdicts;
    }

    long sensors() {
        return hashes.size();
    }

    /** Of how many sensors something else was said. */
    long differsIn(Known other) {
        return hashes.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(other.hashes.get(entry.getKey())))
                .count();
    }
}

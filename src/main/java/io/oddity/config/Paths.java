package io.oddity.config;

/** Writes places in the configuration as operators read them: {@code pipelines[0].time.zone}. */
final class Paths {
    private Paths() {}

    static String key(String parent, String key) {
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static String entry(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** Whether a path lies in one of the maps that Kafka's clients get as they are written. */
    static boolean isKafka(String path) {
        return path.startsWith("kafka.") || path.startsWith("kafka_consumer.") || path.startsWith("kafka_producer.");
    }
}

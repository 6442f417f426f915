package io.oddity.bench.process;

import java.util.List;

/**
 * How the process under test is started.
 *
 * @param delivery {@code exactly_once} or {@code at_least_once}
 * @param detector as in the configuration
 * @param ingest loops that read and write
 * @param scoring scoring instances
 * @param gateways gateway instances
 * @param channels of a reading
 * @param sensorsPerPartition the bound of the state
 * @param javaOptions for its JVM
 */
record Setting(
        String delivery,
        String detector,
        int ingest,
        int scoring,
        int gateways,
        int channels,
        int sensorsPerPartition,
        List<String> javaOptions) {
    /** The Kafka example's. */
    static final String TREES = "{ type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }";

    Setting {
        javaOptions = List.copyOf(javaOptions);
    }

    Setting with(String otherDelivery) {
        return new Setting(otherDelivery, detector, ingest, scoring, gateways, channels, sensorsPerPartition, javaOptions);
    }

    Setting detector(String other) {
        return new Setting(delivery, other, ingest, scoring, gateways, channels, sensorsPerPartition, javaOptions);
    }

    Setting gateways(int instances) {
        return new Setting(delivery, detector, ingest, scoring, instances, channels, sensorsPerPartition, javaOptions);
    }

    Setting channels(int count) {
        return new Setting(delivery, detector, ingest, scoring, gateways, count, sensorsPerPartition, javaOptions);
    }

    Setting scoring(int instances) {
        return new Setting(delivery, detector, ingest, instances, gateways, channels, sensorsPerPartition, javaOptions);
    }
}

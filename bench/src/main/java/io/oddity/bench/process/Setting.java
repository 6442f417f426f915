package io.oddity.bench.process;

import java.util.List;

/**
 * How the process under test is started.
 *
 * @param delivery {@code exactly_once} or {@code at_least_once}
 * @param ingest loops that read and write
 * @param scoring scoring instances
 * @param gateways gateway instances
 * @param channels of a reading
 * @param sensorsPerPartition the bound of the state
 * @param javaOptions for its JVM
 */
record Setting(String delivery, int ingest, int scoring, int gateways, int channels, int sensorsPerPartition, List<String> javaOptions) {
    Setting {
        javaOptions = List.copyOf(javaOptions);
    }

    Setting with(String otherDelivery) {
        return new Setting(otherDelivery, ingest, scoring, gateways, channels, sensorsPerPartition, javaOptions);
    }

    Setting gateways(int instances) {
        return new Setting(delivery, ingest, scoring, instances, channels, sensorsPerPartition, javaOptions);
    }

    Setting channels(int count) {
        return new Setting(delivery, ingest, scoring, gateways, count, sensorsPerPartition, javaOptions);
    }

    Setting scoring(int instances) {
        return new Setting(delivery, ingest, instances, gateways, channels, sensorsPerPartition, javaOptions);
    }
}

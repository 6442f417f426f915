package io.oddity.bench.process;

import java.util.List;

/**
 * How the process under test is started.
 *
 * @param delivery {@code exactly_once} or {@code at_least_once}
 * @param scoring scoring instances
 * @param sensorsPerPartition the bound of the state
 * @param javaOptions for its JVM
 */
record Setting(String delivery, int scoring, int sensorsPerPartition, List<String> javaOptions) {
    Setting {
        javaOptions = List.copyOf(javaOptions);
    }

    Setting with(String otherDelivery) {
        return new Setting(otherDelivery, scoring, sensorsPerPartition, javaOptions);
    }
}

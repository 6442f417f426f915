package io.oddity.config;

import java.time.Duration;

/**
 * The topics that Oddity writes, created when absent.
 *
 * @param replication copies of each; -1 for the broker's default
 */
public record Topics(Output scored, Output anomalies, Output pulse, Output deadLetters, int replication) {
    /**
     * One kind of topic.
     *
     * @param name the topic; for dead letters the suffix behind the input topic's name
     * @param partitions how many; 0 for as many as the input topic has
     * @param retention how long a record is kept
     */
    public record Output(String name, int partitions, Duration retention) {}
}

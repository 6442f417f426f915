/**
 * From Kafka to the shards and back: poll, decode, have judged, and write verdicts, dead letters, state and position in one
 * transaction.
 *
 * <p>May import {@code bus}, {@code codec}, {@code config}, {@code feedback}, {@code topic}, {@code pipeline} and {@code model}. Start with {@link
 * io.oddity.ingest.IngestVerticle}, then {@link io.oddity.ingest.Session}.
 */
package io.oddity.ingest;

/**
 * Bytes to readings, verdicts and pulses to bytes.
 *
 * <p>May import {@code model}, {@code pipeline} and {@code config}; knows Jackson, not Kafka. Single-threaded objects with
 * buffers of their own. Start with {@link io.oddity.codec.RecordDecoder} and {@link io.oddity.codec.VerdictEncoder}.
 */
package io.oddity.codec;

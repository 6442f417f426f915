/**
 * What this process remembers of the streams, bounded, for those who ask.
 *
 * <p>May import {@code bus}, {@code model} and {@code pipeline}. Single-threaded objects. Start with {@link
 * io.oddity.table.Fleet} and {@link io.oddity.table.PulseMemory}.
 */
package io.oddity.table;

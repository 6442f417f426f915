/**
 * What this process remembers of the streams, bounded, for those who ask.
 *
 * <p>May import {@code bus}, {@code model} and {@code pipeline}. Single-threaded objects. Start with {@link
 * io.oddity.table.Fleet}.
 */
package io.oddity.table;

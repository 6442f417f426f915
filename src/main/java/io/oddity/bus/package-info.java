/**
 * What verticles say to each other: addresses, messages, and how they travel (by reference, inside this process).
 *
 * <p>May import {@code model} and {@code pipeline}. Start with {@link io.oddity.bus.Bus}.
 */
package io.oddity.bus;

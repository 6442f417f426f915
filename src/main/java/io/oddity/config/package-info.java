/**
 * The one YAML file as a tree of records: what can be set, what it is when it is not set, and what is wrong with it.
 *
 * <p>May import {@code detect} (to check a detector's parameters) and {@code view} (to compile views). Start with {@link
 * io.oddity.config.Config}, then {@link io.oddity.config.ConfigLoader}, which names the steps in their order.
 */
package io.oddity.config;

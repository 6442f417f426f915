/**
 * The health of sensors, beside any detector: what is wrong with a sensor itself, whatever its values mean.
 *
 * <p>Every kind is held against the habit of the sensor, so all of them need to know it for a while; but for the range that was declared.
 * Pure and deterministic, a function of a partition's records in order; 96 bytes a sensor and 24 a channel, as words of a slab, each part
 * knowing its own. May import {@code model} and {@code detect}. Start with {@link io.oddity.health.Health}; why it is as it is stands in
 * {@code docs/decisions/0013-sensor-health.md}.
 */
package io.oddity.health;

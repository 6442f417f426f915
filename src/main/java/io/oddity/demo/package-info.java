/**
 * A plant to look at without having one: a real Kafka broker inside the process, and simulated sensors.
 *
 * <p>The only package that knows the broker's server classes. Start with {@link io.oddity.demo.EmbeddedBroker} and {@link
 * io.oddity.demo.TemperaturePlant}.
 */
package io.oddity.demo;

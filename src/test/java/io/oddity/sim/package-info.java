/**
 * Kafka as a simulation: brokers, clients and processes that run one step at a time, in an order that a seed decides.
 *
 * <p>Knows nothing of Oddity. Start with {@link io.oddity.sim.SimKafka}.
 */
package io.oddity.sim;

/**
 * Pipelines as plain Java: gather features, compute scores, scatter verdicts; and the state that this needs.
 *
 * <p>Deterministic and single-threaded: the verdicts of a sensor are a function of its readings in offset order. May import
 * {@code model}, {@code feature}, {@code detect}, {@code health} and {@code threshold}. Start with {@link io.oddity.pipeline.Shard}.
 */
package io.oddity.pipeline;

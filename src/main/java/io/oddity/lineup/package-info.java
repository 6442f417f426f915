/**
 * Which versions of trained models judge, and which variant of a pipeline decides: what lies in the models folder, and what was asked
 * for while running.
 *
 * <p>May import {@code bus}, {@code config}, {@code detect}, {@code model}, {@code modelfile}, {@code onnx}, {@code pipeline} and {@code topic}. Start with {@link
 * io.oddity.lineup.LineupVerticle}.
 */
package io.oddity.lineup;

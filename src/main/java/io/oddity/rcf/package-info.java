/**
 * {@code random-cut-forest}: Amazon's Random Cut Forest as a detector that learns each sensor while it judges it.
 *
 * <p>The only importer of {@code com.amazon.randomcutforest}; may import {@code model} and {@code detect}, and nobody imports it:
 * it is found through {@link java.util.ServiceLoader}. Start with {@link io.oddity.rcf.RandomCutForestDetector}; why its state is
 * frozen now and then stands in {@code docs/decisions/0010-random-cut-forest.md}.
 */
package io.oddity.rcf;

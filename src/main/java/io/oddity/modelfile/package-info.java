/**
 * Model files: a trained model as JSON, read without trust and written without overwriting.
 *
 * <p>May import {@code detect} and Jackson. Start with {@link io.oddity.modelfile.ForestFile}; docs/isolation-forest.md describes the format.
 */
package io.oddity.modelfile;

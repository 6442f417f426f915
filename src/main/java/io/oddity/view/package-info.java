/**
 * Tables as they are asked for: which columns a verdict gives, and views of them with CEL expressions.
 *
 * <p>May import nothing of ours; the only package that knows CEL. Thread-safe throughout. Start with {@link
 * io.oddity.view.View}.
 */
package io.oddity.view;

/**
 * The words everything else is written in: channels, readings, verdicts and their positions.
 *
 * <p>Plain Java without dependencies; imports no other package of Oddity. Start with {@link io.oddity.model.Readings}.
 */
package io.oddity.model;

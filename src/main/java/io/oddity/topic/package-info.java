/**
 * The topics that Oddity needs: created when absent, watched while it runs; how they are read outside the group, and how something is asked of all processes.
 *
 * <p>May import {@code bus} and {@code config}. Start with {@link io.oddity.topic.BrokerVerticle}.
 */
package io.oddity.topic;

package io.oddity.ingest;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Configurable;

/**
 * Kafka's cooperative-sticky assignor, which also tells when this member is about to join a new generation of its group.
 *
 * <p>Members of a cooperative group go on working while it rebalances. A position that is committed for the old generation after
 * the broker began the new one is refused, and consumers have no callback for the time in between; but an assignor is asked for its
 * data just before a member asks to join, when the new generation cannot have begun without it.
 */
public final class JoiningAssignor extends CooperativeStickyAssignor implements Configurable {
    /** The setting that holds an {@code AtomicReference} to the {@link Joining} to tell. */
    static final String JOINING = "oddity.joining";

    private AtomicReference<Joining> joining;

    /** Told on the consumer's thread, inside a poll. */
    interface Joining {
        /** Positions may be committed now, but not after. */
        void begins();

        /** Positions may be committed again. */
        void ends();
    }

    /** For Kafka. */
    public JoiningAssignor() {}

    @Override
    @SuppressWarnings("unchecked") // nobody else writes this setting
    public void configure(Map<String, ?> settings) {
        joining = (AtomicReference<Joining>) settings.get(JOINING);
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        joining.get().begins();
        return super.subscriptionUserData(topics);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        super.onAssignment(assignment, metadata);
        joining.get().ends();
    }
}

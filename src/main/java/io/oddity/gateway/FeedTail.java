package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Events;
import io.oddity.bus.Feed;
import io.oddity.bus.Followed;
import io.oddity.bus.Gap;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.table.EventRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a feed: publishes its events and remembers the newest. Single-threaded: owned by one {@code TailVerticle}. */
final class FeedTail implements Tail.Sink {
    /** As many as a client may be behind, some 10 MB. */
    static final int EVENTS_REMEMBERED = 10_000;

    /** Verdicts of many channels are larger. */
    private static final long BYTES_REMEMBERED = 32 << 20;

    private final Vertx vertx;
    private final Feed feed;
    private final EventDecoder decoder;
    private final Tail tail;
    private final EventRing ring = new EventRing(EVENTS_REMEMBERED, BYTES_REMEMBERED);
    private final Set<String> followers = new HashSet<>();
    private final List<Event> polled = new ArrayList<>();
    private final Future<Void> started;
    private boolean isClosed;

    /** Begins to read, {@code past} records before the end of each partition. */
    FeedTail(Vertx vertx, Config config, Feed feed, long past) {
        this.vertx = vertx;
        this.feed = feed;
        decoder = new EventDecoder(
                feed, config.pipelines().stream().map(Pipeline::name).toList());
        tail = new Tail(vertx, config, topic(config, feed), past, this);
        started = tail.start();
    }

    static String topic(Config config, Feed feed) {
        return feed == Feed.SCORED
                ? config.topics().scored().name()
                : config.topics().anomalies().name();
    }

    /** Completes when followers can be answered. */
    Future<Void> started() {
        return started;
    }

    EventRing ring() {
        return ring;
    }

    @Override
    public void begin(int partition, long offset) {
        ring.begin(partition, offset);
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        Event event = decoder.decode(record, tail.place());
        if (event != null) {
            ring.add(event);
            polled.add(event);
        }
    }

    @Override
    public void lose(Gap gap) {
        ring.lose(gap);
        publish(List.of(gap));
    }

    @Override
    public void endPoll() {
        if (!polled.isEmpty()) {
            publish(List.of());
        }
    }

    private void publish(List<Gap> gaps) {
        // A tail that nobody follows any more may still hand over a poll, which its successor reads, too.
        if (!isClosed) {
            Bus.publish(vertx, Bus.EVENTS, new Events(feed, gaps, polled));
        }
        polled.clear();
    }

    void follow(String follower) {
        followers.add(follower);
    }

    /** Says whether that was the last one. */
    boolean unfollow(String follower) {
        return followers.remove(follower) && followers.isEmpty();
    }

    /** Where a follower begins; {@code missed} may be null. */
    Followed place(Cursor missed) {
        return missed != null && ring.covers(missed, tail.place())
                ? new Followed(tail.place(), ring.since(missed))
                : new Followed(tail.live(), null);
    }

    Future<Void> close() {
        isClosed = true;
        return tail.close();
    }
}

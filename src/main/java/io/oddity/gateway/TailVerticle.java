package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Feed;
import io.oddity.bus.Follow;
import io.oddity.bus.TableQuery;
import io.oddity.config.Config;
import io.oddity.pipeline.Pulse;
import io.oddity.table.Fleet;
import io.oddity.table.RecentAnomalies;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The one reader of Oddity's own topics in this process: remembers sensors and anomalies, answers questions about them, and
 * publishes new verdicts to the gateways. The topic {@code scored} is read only while a client follows it, and for a minute after
 * somebody asked for its rows.
 */
public final class TailVerticle extends VerticleBase {
    private static final int FAILED = 1;

    /** A little more than the memory of pulses keeps. */
    private static final Duration PULSES_READ_BACK = Duration.ofSeconds(MemoryVerticle.SECONDS + 60);

    private static final int SENSORS_REMEMBERED = 200_000;

    /** Who asks for rows mostly asks again soon, and then they need not be read once more. */
    private static final long KEPT_MILLIS = 60_000;

    /** Follows in the name of all who ask for rows; clients have other names. */
    private static final String ASKED = "asked";

    private final Config config;
    private final PulseDecoder pulseDecoder;
    private final Fleet fleet;
    private final Map<Feed, FeedTail> feeds = new HashMap<>();
    private final Map<Feed, Long> asked = new EnumMap<>(Feed.class);
    private Tail pulses;
    private RecentAnomalies anomalies;

    /** Reads the topics that the configuration names. */
    public TailVerticle(Config config) {
        this.config = config;
        pulseDecoder = new PulseDecoder(config);
        fleet = new Fleet(pulseDecoder.channelsOf(), SENSORS_REMEMBERED);
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<TableQuery>localConsumer(Bus.TABLES, this::answer);
        vertx.eventBus().<Follow>localConsumer(Bus.FOLLOW, this::follow);
        long since = System.currentTimeMillis() - PULSES_READ_BACK.toMillis();
        pulses = Tail.since(vertx, config, config.topics().pulse().name(), since, this::takePulse);
        FeedTail odd = feed(Feed.ANOMALIES, FeedTail.EVENTS_REMEMBERED);
        anomalies = new RecentAnomalies(odd.ring());
        return pulses.start().compose(started -> odd.started());
    }

    @Override
    public Future<?> stop() {
        return Future.join(
                pulses.close(),
                Future.join(feeds.values().stream().map(FeedTail::close).toList()));
    }

    private void takePulse(ConsumerRecord<byte[], byte[]> record) {
        Pulse pulse = pulseDecoder.decode(record);
        if (pulse != null) {
            fleet.add(pulse);
            Bus.publish(vertx, Bus.PULSES, pulse);
        }
    }

    private FeedTail feed(Feed which, long past) {
        FeedTail feed = feeds.get(which);
        if (feed == null) {
            FeedTail opened = new FeedTail(vertx, config, which, past);
            feeds.put(which, opened);
            opened.started().onFailure(e -> forget(which, opened));
            feed = opened;
        }
        return feed;
    }

    private void follow(Message<Follow> message) {
        Follow follow = message.body();
        if (!follow.starts()) {
            unfollow(follow);
            return;
        }
        FeedTail feed = feed(follow.feed(), 0);
        feed.follow(follow.follower());
        feed.started()
                .onSuccess(started -> message.reply(feed.place(follow.missed())))
                .onFailure(e -> message.fail(FAILED, e.getMessage()));
    }

    private void unfollow(Follow follow) {
        FeedTail feed = feeds.get(follow.feed());
        if (feed != null && feed.unfollow(follow.follower())) {
            forget(follow.feed(), feed);
        }
    }

    /** Anomalies are read whether anybody follows them or not, for the questions about them. */
    private void forget(Feed which, FeedTail feed) {
        if (which != Feed.ANOMALIES && feeds.remove(which, feed)) {
            feed.close();
        }
    }

    private void answer(Message<TableQuery> message) {
        TableQuery query = message.body();
        if (query instanceof TableQuery.Sensors sensors) {
            message.reply(fleet.toJson(sensors.pipeline()).toBuffer());
        } else if (query instanceof TableQuery.WhereIs whereIs) {
            message.reply(fleet.homes(whereIs.sensorId(), whereIs.pipeline()));
        } else if (query instanceof TableQuery.Rows rows) {
            answerRows(message, rows);
        } else if (query instanceof TableQuery.Sizes) {
            message.reply(feeds.values().stream()
                    .flatMap(feed -> feed.sizes().stream())
                    .toList());
        } else {
            message.reply(anomalies.toJson((TableQuery.Anomalies) query));
        }
    }

    private void answerRows(Message<TableQuery> message, TableQuery.Rows rows) {
        FeedTail feed = feed(rows.feed(), 0);
        feed.follow(ASKED);
        Long before = asked.put(
                rows.feed(),
                vertx.setTimer(KEPT_MILLIS, timer -> unfollow(new Follow(rows.feed(), ASKED, false, null))));
        if (before != null) {
            vertx.cancelTimer(before);
        }
        feed.filled()
                .onSuccess(filled -> message.reply(feed.held(rows.pipeline())))
                .onFailure(e -> message.fail(FAILED, e.getMessage()));
    }
}

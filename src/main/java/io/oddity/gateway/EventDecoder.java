package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes events of the records of a feed's topic that are verdicts of our pipelines. Thread-safe. */
final class EventDecoder {
    private final Feed feed;
    private final Set<String> pipelines;

    EventDecoder(Feed feed, Collection<String> pipelines) {
        this.feed = feed;
        this.pipelines = Set.copyOf(pipelines);
    }

    /**
     * Makes an event of a record.
     *
     * @param cursor where a client that has seen the event goes on
     * @return null when the record is none of our verdicts, because somebody else writes into the topic, too
     */
    Event decode(ConsumerRecord<byte[], byte[]> record, Cursor cursor) {
        Glance glance = Glance.at(record.value(), false);
        if (glance == null || !pipelines.contains(glance.pipeline())) {
            return null;
        }
        Buffer json = withRecordTime(record);
        return new Event(
                glance.pipeline(),
                glance.sensorId(),
                glance.score(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                cursor,
                json,
                sse(feed, cursor, json));
    }

    /** A verdict as a server-sent event; a client that has seen it goes on at {@code cursor}. */
    static Buffer sse(Feed feed, Cursor cursor, Buffer json) {
        return sse(feed.eventName(), cursor, json);
    }

    /** Any server-sent event. */
    static Buffer sse(String name, Cursor cursor, Buffer json) {
        return Buffer.buffer("id: " + cursor + "\nevent: " + name + "\ndata: ")
                .appendBuffer(json)
                .appendString("\n\n");
    }

    /** In Kafka the record's time stands beside the verdict; over HTTP it has to stand in it. */
    static Buffer withRecordTime(ConsumerRecord<byte[], byte[]> record) {
        return Buffer.buffer("{\"record_ts\":\"" + Instant.ofEpochMilli(record.timestamp()) + "\",")
                .appendBytes(record.value(), 1, record.value().length - 1);
    }
}

package io.oddity.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes events of the records of a feed's topic that are verdicts of our pipelines. Thread-safe. */
final class EventDecoder {
    private static final JsonFactory JSON = new JsonFactory();

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
        if (record.value() == null || !isOneLine(record.value())) {
            return null;
        }
        String pipeline = "";
        String sensorId = "";
        double score = 0;
        try (JsonParser parser = JSON.createParser(record.value())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "pipeline" -> pipeline = parser.getText();
                    case "sensor_id" -> sensorId = parser.getText();
                    case "score" -> score = parser.getDoubleValue();
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return null;
        }
        if (!pipelines.contains(pipeline)) {
            return null;
        }
        Buffer json = withRecordTime(record);
        return new Event(
                pipeline,
                sensorId,
                score,
                record.partition(),
                record.offset(),
                record.timestamp(),
                cursor,
                json,
                sse(feed, cursor, json));
    }

    /** A verdict as a server-sent event; a client that has seen it goes on at {@code cursor}. */
    static Buffer sse(Feed feed, Cursor cursor, Buffer json) {
        return Buffer.buffer("id: " + cursor + "\nevent: " + feed.eventName() + "\ndata: ")
                .appendBuffer(json)
                .appendString("\n\n");
    }

    /** A line break between two fields is valid JSON, but would end a server-sent event in its middle. */
    private static boolean isOneLine(byte[] value) {
        for (byte b : value) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return value.length > 0 && value[0] == '{';
    }

    /** In Kafka the record's time stands beside the verdict; over HTTP it has to stand in it. */
    private static Buffer withRecordTime(ConsumerRecord<byte[], byte[]> record) {
        return Buffer.buffer("{\"record_ts\":\"" + Instant.ofEpochMilli(record.timestamp()) + "\",")
                .appendBytes(record.value(), 1, record.value().length - 1);
    }
}

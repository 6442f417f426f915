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
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes events of the records of a feed's topic. Thread-safe. */
final class EventDecoder {
    private static final JsonFactory JSON = new JsonFactory();

    private final Feed feed;

    EventDecoder(Feed feed) {
        this.feed = feed;
    }

    /**
     * Makes an event of a record.
     *
     * @param cursor where a client that has seen the event goes on
     * @return null when the record is no verdict, because somebody else wrote into the topic
     */
    Event decode(ConsumerRecord<byte[], byte[]> record, Cursor cursor) {
        if (record.value() == null || record.value().length == 0 || record.value()[0] != '{') {
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
        Buffer json = withRecordTime(record);
        Buffer sse = Buffer.buffer("id: " + cursor + "\nevent: " + feed.eventName() + "\ndata: ")
                .appendBuffer(json)
                .appendString("\n\n");
        return new Event(
                pipeline, sensorId, score, record.partition(), record.offset(), record.timestamp(), cursor, json, sse);
    }

    /** In Kafka the record's time stands beside the verdict; over HTTP it has to stand in it. */
    private static Buffer withRecordTime(ConsumerRecord<byte[], byte[]> record) {
        return Buffer.buffer("{\"record_ts\":\"" + Instant.ofEpochMilli(record.timestamp()) + "\",")
                .appendBytes(record.value(), 1, record.value().length - 1);
    }
}

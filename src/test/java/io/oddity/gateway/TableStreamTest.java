package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Followed;
import io.oddity.view.BaseTable;
import io.oddity.view.View;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client of a keyed table gets of a reading and its corrections; its filter is {@code values.temp > 50}. */
class TableStreamTest {
    private static final BaseTable KEYED =
            BaseTable.of("p", true, List.of("temp"), List.of(), List.of()).get(1);

    private static TableStream stream() throws Exception {
        View view = View.of(KEYED).where("values.temp > 50.0").select(List.of("values.temp"));
        return new TableStream(null, new TableRequest(view, view.column("record_ts"), true, 10, 0, Long.MAX_VALUE));
    }

    private static Event event(long offset, double temp) {
        Buffer json = Buffer.buffer(
                "{\"sensor_id\":\"a\",\"ts\":\"2026-01-31T12:00:00Z\",\"values\":{\"temp\":" + temp + "}}");
        return new Event("p", "a", 0, 0, offset, 0, Cursor.NONE, json, Buffer.buffer());
    }

    private static String sse(TableStream stream, Event event) {
        return stream.sse(Feed.SCORED, event, Cursor.parse("0:9")).toString();
    }

    @Test
    void aNewRowIsInsertedWhenItPasses() throws Exception {
        assertThat(sse(stream(), event(1, 80))).isEqualTo("id: 0:9\nevent: insert\ndata: {\"values.temp\":80.0}\n\n");
        assertThat(sse(stream(), event(1, 20))).isEmpty();
    }

    @Test
    void aCorrectionChangesWhatTheClientHas() throws Exception {
        TableStream stream = stream();

        assertThat(sse(stream, event(2, 90).correcting(event(1, 80))))
                .isEqualTo("id: 0:9\nevent: update\ndata: {\"values.temp\":90.0}\n\n");
        assertThat(sse(stream, event(2, 20).correcting(event(1, 80))))
                .isEqualTo("id: 0:9\nevent: remove\ndata: {\"sensor_id\":\"a\",\"ts\":\"2026-01-31T12:00:00Z\"}\n\n");
        assertThat(sse(stream, event(2, 90).correcting(event(1, 20)))).contains("event: insert");
        assertThat(sse(stream, event(2, 20).correcting(event(1, 30)))).isEmpty();
    }

    @Test
    void ofTheLogItIsNotKnownWhatIsCorrectedSoItMayBeAnything() throws Exception {
        TableStream stream = stream();

        assertThat(stream.begin(null, Cursor.parse("0:1"), new Followed(Cursor.parse("0:5"), null))
                        .result())
                .hasToString("0:1");

        assertThat(sse(stream, event(4, 80))).contains("event: update");
        assertThat(sse(stream, event(4, 20))).contains("event: remove");
        assertThat(sse(stream, event(5, 80))).contains("event: insert");
        assertThat(sse(stream, event(5, 20))).isEmpty();
    }

    @Test
    void rowsWithoutAKeyAreInserted() throws Exception {
        View view = View.of(
                BaseTable.of("p", false, List.of("temp"), List.of(), List.of()).get(1));
        TableStream stream =
                new TableStream(null, new TableRequest(view, view.column("record_ts"), true, 10, 0, Long.MAX_VALUE));

        assertThat(stream.begin(null, Cursor.parse("0:1"), new Followed(Cursor.parse("0:5"), null))
                        .succeeded())
                .isTrue();
        assertThat(sse(stream, event(4, 80))).contains("event: insert");
    }
}

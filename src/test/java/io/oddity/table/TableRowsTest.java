package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Gap;
import io.oddity.bus.TableQuery;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableRowsTest {
    /** Rows of ten bytes. */
    private static Event row(int partition, long offset, String key) {
        return new Event(
                "p",
                key,
                0.9,
                partition,
                offset,
                0,
                Cursor.NONE,
                Buffer.buffer(new byte[6]),
                Buffer.buffer(new byte[4]));
    }

    private static TableRows of(int maxRows, long maxBytes) {
        TableRows rows = new TableRows(Event::sensorId, maxRows, maxBytes);
        rows.begin(0, 0);
        rows.begin(1, 5);
        return rows;
    }

    private static List<String> keys(TableRows rows) {
        return rows.heldTo(Cursor.NONE).rows().stream().map(Event::sensorId).toList();
    }

    @Test
    void theOldestRowsGoWhenThereAreTooMany() {
        TableRows rows = of(3, 1_000);
        for (int i = 0; i < 5; i++) {
            rows.add(row(0, i, "k" + i));
        }

        assertThat(keys(rows)).containsExactly("k2", "k3", "k4");
        assertThat(rows.heldTo(Cursor.NONE).from()).hasToString("0:2,1:5");
        assertThat(rows.size()).isEqualTo(3);
        assertThat(rows.bytes()).isEqualTo(30);
    }

    @Test
    void theOldestRowsGoWhenTheyAreTooLarge() {
        TableRows rows = of(100, 25);
        for (int i = 0; i < 5; i++) {
            rows.add(row(1, 5 + i, "k" + i));
        }

        assertThat(keys(rows)).containsExactly("k3", "k4");
        assertThat(rows.heldTo(Cursor.NONE).from()).hasToString("0:0,1:8");
    }

    @Test
    void aCorrectionTakesThePlaceOfItsRowAndSaysOfWhich() {
        TableRows rows = of(100, 1_000);
        rows.add(row(0, 0, "a"));
        rows.add(row(0, 1, "b"));

        Event first = rows.add(row(0, 2, "a"));
        Event second = rows.add(row(0, 3, "a"));

        assertThat(first.corrects().offset()).isZero();
        assertThat(second.corrects().offset()).isEqualTo(2);
        assertThat(second.corrects().corrects())
                .as("or rows would pile up behind rows")
                .isNull();
        assertThat(keys(rows)).containsExactly("b", "a");
        assertThat(rows.bytes())
                .as("two rows and the one that was corrected last")
                .isEqualTo(30);
    }

    @Test
    void whatWasBeforeIsPutBefore() {
        TableRows past = of(3, 1_000);
        past.add(row(0, 0, "a"));
        past.add(row(0, 1, "b"));
        TableRows present = new TableRows(Event::sensorId, 3, 1_000);
        present.begin(0, 2);
        present.begin(1, 5);
        present.add(row(0, 2, "c"));
        present.add(row(0, 3, "a"));

        TableQuery.Held both = present.after(past).heldTo(Cursor.parse("0:4,1:5"));

        assertThat(both.rows()).extracting(Event::sensorId).containsExactly("b", "c", "a");
        assertThat(both.rows().get(2).corrects().offset()).isZero();
        assertThat(both.from()).hasToString("0:0,1:5");
        assertThat(both.to()).hasToString("0:4,1:5");
    }

    @Test
    void whatWasBeforeARowThatIsForgottenIsForgotten() {
        TableRows past = of(3, 1_000);
        past.add(row(1, 5, "x"));
        TableRows present = new TableRows(Event::sensorId, 3, 1_000);
        present.begin(0, 0);
        present.begin(1, 6);
        present.add(row(1, 6, "y"));
        for (int i = 0; i < 3; i++) {
            present.add(row(0, i, "k" + i));
        }

        TableQuery.Held held = present.after(past).heldTo(Cursor.NONE);

        assertThat(held.rows()).extracting(Event::sensorId).containsExactly("k0", "k1", "k2");
        assertThat(held.from()).hasToString("0:0,1:7");
    }

    @Test
    void aTopicThatWasMadeAnewHasNotTheOldRows() {
        TableRows rows = of(100, 1_000);
        rows.add(row(0, 7, "a"));
        rows.add(row(1, 7, "b"));

        rows.lose(new Gap(0, 8, 2));

        assertThat(keys(rows)).containsExactly("b");
        assertThat(rows.bytes()).isEqualTo(10);
        assertThat(rows.heldTo(Cursor.NONE).from()).hasToString("0:2,1:5");
    }
}

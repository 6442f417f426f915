package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Gap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventRingTest {
    private static final int BYTES_OF_ONE = 20;

    private static Event event(int partition, long offset, Cursor cursor) {
        Buffer half = Buffer.buffer(new byte[BYTES_OF_ONE / 2]);
        return new Event("p", "s", 0.9, partition, offset, 0, cursor, half, half);
    }

    private static EventRing ring(int maxEvents, long maxBytes, int events) {
        EventRing ring = new EventRing(maxEvents, maxBytes);
        ring.begin(0, 0);
        for (int i = 0; i < events; i++) {
            ring.add(event(0, i, Cursor.parse("0:" + (i + 1))));
        }
        return ring;
    }

    private static List<String> places(List<Event> events) {
        return events.stream()
                .map(event -> event.partition() + ":" + event.offset())
                .toList();
    }

    @Test
    void keepsAsManyEventsAsItMayAndKnowsFromWhereOn() {
        EventRing ring = ring(3, 1_000, 5);

        assertThat(ring.covers(Cursor.parse("0:1"), Cursor.parse("0:5"))).isFalse();
        assertThat(ring.covers(Cursor.parse("0:2"), Cursor.parse("0:5"))).isTrue();
        assertThat(places(ring.since(Cursor.parse("0:2")))).containsExactly("0:2", "0:3", "0:4");
    }

    @Test
    void keepsAsManyBytesAsItMay() {
        EventRing ring = ring(100, 2 * BYTES_OF_ONE, 5);

        assertThat(places(ring.since(Cursor.NONE))).containsExactly("0:3", "0:4");
        assertThat(ring.covers(Cursor.parse("0:2"), Cursor.parse("0:5"))).isFalse();
    }

    @Test
    void doesNotAnswerForWhatItHasNotReadYet() {
        EventRing ring = ring(3, 1_000, 3);

        assertThat(ring.covers(Cursor.parse("0:3"), Cursor.parse("0:3"))).isTrue();
        assertThat(ring.covers(Cursor.parse("0:4"), Cursor.parse("0:3"))).isFalse();
    }

    @Test
    void aPartitionThatWasAddedIsNewToWhoDoesNotNameIt() {
        EventRing ring = ring(9, 1_000, 2);
        ring.begin(1, 0);
        ring.add(event(1, 0, Cursor.parse("0:2,1:1")));

        assertThat(ring.covers(Cursor.parse("0:2"), Cursor.parse("0:2,1:1"))).isTrue();
        assertThat(places(ring.since(Cursor.parse("0:2")))).containsExactly("1:0");
    }

    @Test
    void knowsNothingBeforeAGapAndNothingOfATopicThatIsNoMore() {
        EventRing behind = ring(9, 1_000, 5);
        behind.lose(new Gap(0, 5, 8));
        EventRing anew = ring(9, 1_000, 5);
        anew.lose(new Gap(0, 5, 2));
        anew.add(event(0, 2, Cursor.parse("0:3")));

        assertThat(behind.covers(Cursor.parse("0:5"), Cursor.parse("0:8"))).isFalse();
        assertThat(behind.covers(Cursor.parse("0:8"), Cursor.parse("0:8"))).isTrue();
        assertThat(anew.covers(Cursor.parse("0:2"), Cursor.parse("0:3"))).isTrue();
        assertThat(places(anew.since(Cursor.parse("0:2")))).containsExactly("0:2");
    }

    /** Partitions are read in any order, with holes where records are no events. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void givesEveryEventSinceAnyPlaceThatItCoversOnceAndInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EventRing ring = new EventRing(40, 1_000_000);
        Cursor readTo = Cursor.NONE;
        for (int p = 0; p < 3; p++) {
            readTo = readTo.with(p, 0);
            ring.begin(p, 0);
        }
        List<Event> all = new ArrayList<>();
        int covered = 0;
        for (int i = 0; i < 300; i++) {
            int p = random.nextInt(3);
            long offset = readTo.next(p, 0) + random.nextInt(3);
            readTo = readTo.with(p, offset + 1);
            all.add(event(p, offset, readTo));
            ring.add(all.get(i));
            Cursor from = readTo;
            for (int q = 0; q < 3; q++) {
                from = from.with(q, Math.max(0, from.next(q, 0) - random.nextInt(20)));
            }
            Cursor place = from;
            if (ring.covers(place, readTo)) {
                covered++;
                assertThat(ring.since(place))
                        .containsExactlyElementsOf(all.stream()
                                .filter(event -> event.offset() >= place.next(event.partition(), 0))
                                .toList());
            }
        }
        assertThat(covered).isGreaterThan(50);
    }
}

package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Specs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of sensors in columns is what maps and lists of objects would hold. */
class SensorsTest {
    private final Sensors sensors = new Sensors(new Scorer(Specs.halfSpaceTrees("plant", 30, "value")));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anIndexFindsWhoIsInAndNobodyElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids = ids(random);
        SensorIndex index = new SensorIndex(sensors);
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String id = ids.get(random.nextInt(ids.size()));
            // Grows, then is emptied, then grows again.
            boolean isToBeIn = random.nextInt(10) < (i / 5_000 % 2 == 0 ? 8 : 2);
            Integer sensor = expected.get(id);
            if (isToBeIn && sensor == null) {
                int opened = sensors.open(id);
                index.add(opened);
                expected.put(id, opened);
            } else if (!isToBeIn && sensor != null) {
                index.remove(sensor);
                sensors.close(sensor);
                expected.remove(id);
            }
            assertThat(index.size()).isEqualTo(expected.size());
            if (i % 100 == 0) {
                for (String one : ids) {
                    assertThat(index.find(one)).isEqualTo(expected.getOrDefault(one, SensorIndex.NONE));
                }
                assertThat(index.all().boxed()).containsExactlyInAnyOrderElementsOf(expected.values());
            }
        }
    }

    /** Ordinary ones, and such as have the same hash code: "Aa" and "BB" do, in any sequence. */
    private static List<String> ids(SplittableRandom random) {
        List<String> ids = new ArrayList<>();
        IntStream.range(0, 400).forEach(i -> ids.add("sensor-" + i));
        IntStream.range(0, 64)
                .forEach(i -> ids.add(Integer.toBinaryString(64 + i)
                        .substring(1)
                        .replace("0", "Aa")
                        .replace("1", "BB")));
        IntStream.range(0, 100).forEach(i -> ids.add(Long.toHexString(random.nextLong())));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aListKeepsItsOrderWhoeverLeaves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> all =
                IntStream.range(0, 200).mapToObj(i -> sensors.open("s" + i)).toList();
        SensorList list = sensors.order();
        SensorList other = sensors.dirty();
        all.forEach(other::append);
        LinkedHashSet<Integer> expected = new LinkedHashSet<>();
        for (int i = 0; i < 10_000; i++) {
            int sensor = all.get(random.nextInt(all.size()));
            if (expected.remove(sensor)) {
                list.remove(sensor);
            } else {
                list.append(sensor);
                expected.add(sensor);
            }
            assertThat(list.size()).isEqualTo(expected.size());
            assertThat(list.isEmpty()).isEqualTo(expected.isEmpty());
            if (!expected.isEmpty()) {
                assertThat(list.first()).isEqualTo(expected.iterator().next());
            }
        }
        assertThat(drain(list)).containsExactlyElementsOf(expected);
        assertThat(drain(other)).containsExactlyElementsOf(all);
    }

    private static List<Integer> drain(SensorList list) {
        List<Integer> drained = new ArrayList<>();
        while (!list.isEmpty()) {
            drained.add(list.first());
            list.remove(list.first());
        }
        return drained;
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoIsExpectedEarlierIsLookedAtThenAndNotOnceMore() {
        Watch watch = new Watch(sensors);
        int early = sensors.open("early");
        int late = sensors.open("late");
        int gone = sensors.open("gone");
        for (int sensor : List.of(late, early, gone)) {
            watch.expect(sensor, 100);
        }
        watch.expect(early, 50);
        watch.expect(late, 150); // not earlier, so it stays
        watch.forget(gone);

        assertThat(due(watch, 49)).isEmpty();
        assertThat(due(watch, 60)).containsExactly(early);
        assertThat(due(watch, 200)).containsExactly(late);
        assertThat(due(watch, 1_000)).isEmpty();
    }

    private static List<Integer> due(Watch watch, long now) {
        List<Integer> due = new ArrayList<>();
        watch.takeDue(now, due::add);
        return due;
    }

    @Test
    void aSlotThatIsTakenAgainKnowsNothingOfWhoHadIt() {
        int before = sensors.open("before");
        sensors.nextOffset(before, 7);
        sensors.readings(before, Sensors.ESTABLISHED);
        sensors.saved(before);
        sensors.silent(before, true);
        sensors.forgotten(before);
        sensors.due(before, 12);
        sensors.inEstablished(before, true);
        sensors.close(before);

        int after = sensors.open("after");

        assertThat(after).isEqualTo(before);
        assertThat(sensors.id(after)).isEqualTo("after");
        assertThat(sensors.hash(after)).isEqualTo("after".hashCode());
        assertThat(sensors.nextOffset(after)).isZero();
        assertThat(sensors.readings(after)).isZero();
        assertThat(sensors.dirtyFrom(after)).isEqualTo(Long.MAX_VALUE);
        assertThat(sensors.due(after)).isZero();
        assertThat(sensors.isSaved(after)).isFalse();
        assertThat(sensors.isSilent(after)).isFalse();
        assertThat(sensors.isForgotten(after)).isFalse();
        assertThat(sensors.isInEstablished(after)).isFalse();
        assertThat(sensors.isInNewcomers(after)).isFalse();
    }
}

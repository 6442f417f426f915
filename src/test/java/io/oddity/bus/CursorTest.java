package io.oddity.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void isWrittenInOrderOfPartitions() {
        assertThat(new Cursor(Map.of(10, 7L, 0, 42L, 2, 0L))).hasToString("0:42,2:0,10:7");
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatWasWrittenIsReadTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            Map<Integer, Long> next = new HashMap<>();
            for (int left = random.nextInt(1, 20); left > 0; left--) {
                next.put(random.nextInt(Integer.MAX_VALUE), random.nextLong(Long.MAX_VALUE));
            }
            Cursor cursor = new Cursor(next);

            assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        }
    }

    @Test
    void allOfThePossibleOffsetsAreRead() {
        assertThat(Cursor.parse("2147483647:9223372036854775807").next(Integer.MAX_VALUE, 0))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void spacesDoNotMatter() {
        assertThat(Cursor.parse(" 0 : 42 , 1:17 ")).isEqualTo(new Cursor(Map.of(0, 42L, 1, 17L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "0",
                "0:",
                ":1",
                "0:1,",
                ",0:1",
                "0:1:2",
                "a:1",
                "0:b",
                "-1:5",
                "0:-5",
                "0x1:1",
                "1.0:1",
                "0;1",
                "4294967295:1",
                "2147483648:1",
                "0:18446744073709551615",
                "0:9223372036854775808",
                "0:1,0:2"
            })
    void whatIsNoCursorIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cursor.parse(text))
                .withMessage("not a cursor: '" + text + "', expected 0:42,1:17");
    }

    @Test
    void aPartitionItDoesNotNameHasTheFallback() {
        Cursor cursor = Cursor.parse("1:17");

        assertThat(cursor.next(1, 5)).isEqualTo(17);
        assertThat(cursor.next(0, 5)).isEqualTo(5);
    }

    @Test
    void changingAPartitionLeavesTheCursorAsItWas() {
        Cursor cursor = Cursor.parse("0:42,1:17");

        Cursor changed = cursor.with(1, 18);

        assertThat(changed).hasToString("0:42,1:18");
        assertThat(cursor).hasToString("0:42,1:17");
    }

    @Test
    void keepsNothingOfTheMapItWasGiven() {
        Map<Integer, Long> next = new HashMap<>(Map.of(0, 1L));
        Cursor cursor = new Cursor(next);

        next.put(0, 99L);

        assertThat(cursor).hasToString("0:1");
        assertThatThrownBy(() -> cursor.next().put(0, 2L)).isInstanceOf(UnsupportedOperationException.class);
    }
}

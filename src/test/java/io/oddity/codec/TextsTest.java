package io.oddity.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private final Texts texts = new Texts();

    private String get(String text) {
        byte[] bytes = ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
        return texts.get(bytes, 1, bytes.length - 1);
    }

    @Test
    void givesTheSameStringForTheSameBytes() {
        String first = get("pump-1");

        assertThat(first).isEqualTo("pump-1");
        assertThat(get("pump-1")).isSameAs(first);
        assertThat(get("pump-12")).isEqualTo("pump-12");
        assertThat(get("")).isEmpty();
    }

    /** Ids as plants have them differ in a digit or two; a thousand must find places of their own all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "temp-%d",
                "sensor-%d",
                "sensor_%06d",
                "%08x",
                "%d",
                "line-03/pump-%09d",
                "plant1.line%d.temperature"
            })
    void aThousandSensorsAreRemembered(String form) {
        Set<String> first = Collections.newSetFromMap(new IdentityHashMap<>());
        ids(form).map(this::get).forEach(first::add);

        long remembered = ids(form).map(this::get).filter(first::contains).count();

        assertThat(remembered).isGreaterThan(980);
    }

    private static Stream<String> ids(String form) {
        return IntStream.range(0, 1_000).mapToObj(i -> String.format(Locale.ROOT, form, i));
    }

    @Test
    void whatIsDisplacedIsSpelledAnew() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                assertThat(get("s" + i)).isEqualTo("s" + i);
            }
        }
    }
}

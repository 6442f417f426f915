package io.oddity.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against one byte after the other. */
class ByteWordsTest {
    private static final int TEXTS = 20_000;

    /** Bytes among which those are frequent that end something, and their neighbours. */
    private static final byte[] ENDS = {
        '"', '!', '#', '\\', '[', ']', ' ', 0x1F, 0, 0x7F, -1, -128, '0', '9', '/', ':', '.'
    };

    private static byte[] text(SplittableRandom random) {
        byte[] text = new byte[random.nextInt(40)];
        boolean isDigits = random.nextBoolean();
        for (int i = 0; i < text.length; i++) {
            byte usual = (byte) (isDigits ? random.nextInt('0', '9' + 1) : random.nextInt('a', 'z' + 1));
            text[i] = random.nextInt(20) == 0 ? ENDS[random.nextInt(ENDS.length)] : usual;
        }
        return text;
    }

    private static int end(byte[] text, int from, IntPredicate goesOn) {
        int at = from;
        while (at < text.length && goesOn.test(text[at])) {
            at++;
        }
        return at;
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void textsAndNumbersEndWhereTheyDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random);
            int from = random.nextInt(text.length + 1);
            int plain = end(text, from, b -> b >= ' ' && b != '"' && b != '\\');
            int digits = end(text, from, b -> b >= '0' && b <= '9');

            assertThat(ByteWords.plainEnd(text, from)).as(Arrays.toString(text)).isEqualTo(plain);
            assertThat(ByteWords.digitsEnd(text, from))
                    .as(Arrays.toString(text))
                    .isEqualTo(digits);
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void digitsSpellTheirNumber(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < TEXTS; i++) {
            long number = random.nextLong(1_000_000_000_000_000_000L) >>> random.nextInt(60);
            byte[] text = ("-" + number).getBytes(StandardCharsets.US_ASCII);

            assertThat(ByteWords.number(0, text, 1, text.length)).isEqualTo(number);
        }
        assertThat(ByteWords.number(7, "12".getBytes(StandardCharsets.US_ASCII), 0, 2))
                .isEqualTo(712);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatStandsThereIsFoundAndCopied(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random);
            int from = random.nextInt(text.length + 1);
            byte[] part = Arrays.copyOfRange(text, from, random.nextInt(from, text.length + 1));
            byte[] other = part.clone();
            if (other.length > 0) {
                other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
                assertThat(ByteWords.isAt(text, from, other)).isFalse();
            }
            assertThat(ByteWords.isAt(text, from, part)).isTrue();
            assertThat(ByteWords.isAt(text, from, Arrays.copyOf(text, text.length - from + 1)))
                    .isFalse();
            assertThat(ByteWords.hash(text, from, from + part.length)).isEqualTo(ByteWords.hash(part, 0, part.length));

            byte[] to = new byte[from + part.length + Long.BYTES];
            ByteWords.copy(ByteWords.padded(part), to, from, part.length);
            assertThat(Arrays.copyOf(to, from)).isEqualTo(new byte[from]);
            assertThat(Arrays.copyOfRange(to, from, from + part.length)).isEqualTo(part);
        }
    }
}

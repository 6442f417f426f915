package io.oddity.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oddity.model.Missing;
import io.oddity.pipeline.Pulse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulseCodecTest {
    private static final List<String> CHANNELS = List.of("temp", "hum");

    @Test
    void aPulseIsOneArrayAColumn() {
        Pulse pulse = new Pulse(
                "plant",
                3,
                1_000,
                List.of(
                        new Pulse.Sensor("a", 5, 1, 0.875, new double[] {24.8, 40}, 0.25, true),
                        new Pulse.Sensor("Ü", 1, 0, 0, new double[] {-1.5, Missing.VALUE}, 0, false)));

        byte[] json = PulseCodec.encode(pulse, CHANNELS);

        assertThat(new String(json, UTF_8))
                .isEqualTo("{\"v\":1,\"pipeline\":\"plant\",\"partition\":3,\"t\":1000,\"span_ms\":200,"
                        + "\"sensor_id\":[\"a\",\"Ü\"],\"readings\":[5,1],\"anomalies\":[1,0],"
                        + "\"max_score\":[0.875,0],\"score\":[0.25,0],\"warm\":[1,0],"
                        + "\"last\":{\"temp\":[24.8,-1.5],\"hum\":[40,null]}}");
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatWasEncodedIsDecodedTheSame(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            Pulse pulse = random(random);

            Pulse again = PulseCodec.decode(PulseCodec.encode(pulse, CHANNELS), CHANNELS);

            assertThat(again)
                    .usingRecursiveComparison()
                    .withEqualsForType(
                            (one, other) -> Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other),
                            Double.class)
                    .isEqualTo(pulse);
        }
    }

    @Test
    void aChannelThatIsNewSinceThenIsMissing() throws IOException {
        Pulse pulse = new Pulse("plant", 0, 0, List.of(new Pulse.Sensor("a", 1, 0, 0, new double[] {1, 2}, 0, true)));

        Pulse again = PulseCodec.decode(PulseCodec.encode(pulse, CHANNELS), List.of("new", "hum"));

        assertThat(again.sensors().get(0).last()).containsExactly(Missing.VALUE, 2);
    }

    @Test
    void aPulseOfNobodyIsStillAPulse() throws IOException {
        Pulse pulse = new Pulse("plant", 3, 200, List.of());

        assertThat(PulseCodec.decode(PulseCodec.encode(pulse, CHANNELS), CHANNELS))
                .isEqualTo(pulse);
    }

    @Test
    void whatAColumnLacksIsNothing() throws IOException {
        Pulse pulse = PulseCodec.decode(
                "{\"v\":9,\"new\":[{}],\"pipeline\":\"plant\",\"sensor_id\":[\"a\",\"b\"],\"readings\":[4],\"last\":{\"temp\":null,\"hum\":[1]}}"
                        .getBytes(UTF_8),
                CHANNELS);

        assertThat(pulse.pipeline()).isEqualTo("plant");
        assertThat(pulse.sensors()).extracting(Pulse.Sensor::readings).containsExactly(4, 0);
        assertThat(pulse.sensors().get(0).last()).containsExactly(Missing.VALUE, 1);
        assertThat(pulse.sensors().get(1).last()).containsExactly(Missing.VALUE, Missing.VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "5", "[1]", "{\"sensor_id\":5}", "{\"readings\":[\"many\"]}", "{\"sensor_id\":[\"a\""
            })
    void whatIsNoPulseIsRefused(String json) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PulseCodec.decode(json.getBytes(UTF_8), CHANNELS));
    }

    private static Pulse random(SplittableRandom random) {
        List<Pulse.Sensor> sensors = new ArrayList<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            sensors.add(new Pulse.Sensor(
                    "s" + random.nextInt(),
                    random.nextInt(Integer.MAX_VALUE),
                    random.nextInt(3),
                    random.nextDouble(),
                    new double[] {value(random), value(random)},
                    random.nextDouble(),
                    random.nextBoolean()));
        }
        return new Pulse("plant", random.nextInt(100), random.nextLong(1L << 45), sensors);
    }

    private static double value(SplittableRandom random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return switch (random.nextInt(5)) {
            case 0 -> Missing.VALUE;
            case 1 -> random.nextInt(-100, 100) + 0.0;
            case 2 -> 1e9 * random.nextInt(3) + 0.0;
            default -> Double.isFinite(any) ? any : 0.5;
        };
    }
}

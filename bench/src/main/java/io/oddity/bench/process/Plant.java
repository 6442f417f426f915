package io.oddity.bench.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes readings of 98 bytes with the sensor as their key, 100 in each millisecond of their own time, which begins an hour ago.
 * Temperatures are U(21, 28), and of every fifth sensor 3 % are U(65, 85). Single-threaded.
 */
final class Plant implements AutoCloseable {
    private static final String ID_AND_TEMP = "{\"sensor_id\": \"line-03/pump-000000000\", \"temp\": 00.0000000000000";
    private static final String MORE = ", \"%s\": 00.0000000000000";
    private static final String TIME = ", \"ts\": \"2023-09-01 00:00:00.000\"}";
    private static final int ID = 15;
    private static final int ID_CHARS = 22;
    private static final int NUMBER_DIGITS = 9;
    private static final int NUMBER = ID + ID_CHARS - NUMBER_DIGITS;
    private static final int TEMP = 48;
    private static final int CLOCK_FROM_END = 14;

    private static final int READINGS_PER_MILLI = 100;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SplittableRandom random = new SplittableRandom(42);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final List<String> channels;
    private final byte[] value;
    private final long begin = System.currentTimeMillis() - 3_600_000;
    private long sent;

    /** One that cares for throughput. */
    Plant(Broker broker, String topic) {
        this(broker, topic, 20, 1);
    }

    /**
     * One whose readings wait at most so long for others.
     *
     * @param channels of a reading, see {@link #channels(int)}
     */
    Plant(Broker broker, String topic, int lingerMillis, int channels) {
        this.topic = topic;
        this.channels = channels(channels);
        StringBuilder template = new StringBuilder(ID_AND_TEMP);
        this.channels.stream().skip(1).forEach(name -> template.append(String.format(MORE, name)));
        value = template.append(TIME).toString().getBytes(StandardCharsets.US_ASCII);
        var settings = broker.clientSettings();
        settings.put("batch.size", 256 << 10);
        settings.put("linger.ms", lingerMillis);
        settings.put("buffer.memory", 128L << 20);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The names of so many channels: {@code temp}, {@code c01}, {@code c02} and so on, all of them alike. */
    static List<String> channels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i == 0 ? "temp" : String.format("c%02d", i))
                .toList();
    }

    /** Fills a topic: sensors 0 to {@code sensors} - 1 take turns. */
    static void fill(Broker broker, String topic, long records, long sensors) {
        fill(broker, topic, records, sensors, 1);
    }

    /** The same with more channels. */
    static void fill(Broker broker, String topic, long records, long sensors, int channels) {
        try (Plant plant = new Plant(broker, topic, 20, channels)) {
            for (long i = 0; i < records; i++) {
                long sensor = i % sensors;
                plant.send(sensor, plant.temperature(sensor));
            }
            plant.flush();
        }
    }

    static String sensorId(long sensor) {
        return String.format("line-03/pump-%09d", sensor);
    }

    double temperature(long sensor) {
        boolean odd = sensor % 5 == 0 && random.nextInt(100) < 3;
        return odd ? random.nextDouble(65, 85) : random.nextDouble(21, 28);
    }

    /** Writes a reading of its own time, some time soon. */
    void send(long sensor, double temperature) {
        send(sensor, temperature, begin + sent++ / READINGS_PER_MILLI);
    }

    /** Writes a reading, some time soon. */
    void send(long sensor, double temperature, long millis) {
        digits(NUMBER, NUMBER_DIGITS, sensor);
        int at = TEMP;
        for (int i = 0; i < channels.size(); i++) {
            number(at, i == 0 ? temperature : random.nextDouble(21, 28));
            at += MORE.length() - 2 + 3; // every further name has three letters
        }
        int clock = value.length - CLOCK_FROM_END;
        digits(clock, 2, millis / 3_600_000 % 24);
        digits(clock + 3, 2, millis / 60_000 % 60);
        digits(clock + 6, 2, millis / 1_000 % 60);
        digits(clock + 9, 3, millis % 1_000);
        byte[] key = Arrays.copyOfRange(value, ID, ID + ID_CHARS);
        producer.send(new ProducerRecord<>(topic, null, millis, key, value.clone()), (done, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private void number(int at, double number) {
        digits(at, 2, (long) number);
        digits(at + 3, 13, (long) ((number - (long) number) * 1e13));
    }

    private void digits(int at, int count, long number) {
        long rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            value[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Waits until the broker has all that was sent. */
    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("a reading could not be written", failure.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

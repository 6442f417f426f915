package io.oddity.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.send.Broker;
import io.oddity.send.SendException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SendCommandTest {
    private static final String EXCERPT = "src/test/resources/send/machine-temperature.csv";

    private final MockProducer<String, String> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private boolean isTopicThere = true;
    private String servers;
    private Map<String, String> properties;

    private final class FakeBroker implements Broker {
        @Override
        public boolean createIfAbsent(String topic, int partitions) {
            return !isTopicThere;
        }

        @Override
        public Producer<String, String> producer() {
            return kafka;
        }
    }

    private int run(InputStream standardInput, String... arguments) {
        SendCommand command = new SendCommand(standardInput, (where, how) -> {
            servers = where;
            properties = how;
            return new FakeBroker();
        });
        return execute(command, arguments);
    }

    private int execute(SendCommand command, String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"--bootstrap-servers", "kafka:9092", "--topic", "machines"}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private int run(String... arguments) {
        return run(InputStream.nullInputStream(), arguments);
    }

    @Test
    void sendsAFileAndSaysSo() {
        int exitCode = run(EXCERPT);

        assertThat(exitCode).isZero();
        assertThat(kafka.history()).hasSize(40).allMatch(record -> record.topic()
                .equals("machines"));
        assertThat(kafka.history().get(0).timestamp()).isNull();
        assertThat(out.toString()).startsWith("sent 40 readings of 1 sensor to machines in ");
        assertThat(err.toString()).isEmpty();
        assertThat(kafka.closed()).isTrue();
        assertThat(servers).isEqualTo("kafka:9092");
    }

    @Test
    void everyOptionArrives() {
        int exitCode = run(
                "--sensor-id=press",
                "--time=timestamp",
                "--timestamps=file",
                "--time-format=yyyy-MM-dd HH:mm:ss",
                "--zone=Europe/Berlin",
                "--channels=temp=value",
                "--separator=,",
                "--rate=1e9",
                "--partitions=3",
                "--property=security.protocol=SSL",
                "--property=ssl.truststore.location=a=b",
                EXCERPT);

        assertThat(exitCode).isZero();
        ProducerRecord<String, String> first = kafka.history().get(0);
        assertThat(first.key()).isEqualTo("press");
        assertThat(first.value())
                .isEqualTo("{\"sensor_id\":\"press\",\"temp\":73.96732207,\"ts\":\"2013-12-02 21:15:00\"}");
        // 2013-12-02T20:15:00Z, as `date -d ... +%s` tells
        assertThat(first.timestamp()).isEqualTo(1_386_015_300_000L);
        assertThat(properties)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", "a=b");
    }

    @Test
    void readsStandardInput() {
        byte[] lines = "a\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8);

        int exitCode = run(new ByteArrayInputStream(lines), "--separator", "tab", "--sensor-id", "s", "-");

        assertThat(exitCode).isZero();
        assertThat(kafka.history().get(0).value()).isEqualTo("{\"sensor_id\":\"s\",\"a\":1,\"b\":2}");
    }

    @Test
    void newTopicIsMentioned() {
        isTopicThere = false;

        run(EXCERPT);

        assertThat(out.toString()).startsWith("created topic machines");
    }

    @Test
    void missingFileIsExitCodeTwoBeforeKafkaIsAsked() {
        int exitCode = run(EXCERPT, "no-such.csv");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("no-such.csv: no such file");
        assertThat(servers).isNull();
    }

    @Test
    void optionThatIsNoneIsExitCodeTwo() {
        assertThat(run("--timestamps=then", EXCERPT)).isEqualTo(2);
        assertThat(run("--separator=ab", EXCERPT)).isEqualTo(2);
        assertThat(run("--rate=-1", EXCERPT)).isEqualTo(2);
        assertThat(run("--zone=Moon", EXCERPT)).isEqualTo(2);
        assertThat(err.toString()).contains("--timestamps: ", "--separator: ", "--rate: ", "--zone");
    }

    @Test
    void silentKafkaIsExitCodeOne() {
        SendCommand command = new SendCommand(InputStream.nullInputStream(), (where, how) -> {
            throw SendException.failed("Kafka at " + where + " does not answer", null);
        });

        int exitCode = execute(command, EXCERPT);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).startsWith("Kafka at kafka:9092 does not answer");
    }

    @Test
    void producerIsClosedAfterAFailureToo() {
        int exitCode = run("--time=nowhere", EXCERPT);

        assertThat(exitCode).isEqualTo(2);
        assertThat(kafka.closed()).isTrue();
    }
}

package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderTest {
    private static final Path EXCERPT = Path.of("src/test/resources/send/machine-temperature.csv");

    @TempDir
    private Path folder;

    private final MockProducer<String, String> kafka = producer(true);
    private final InputFiles files = new InputFiles(InputStream.nullInputStream(), Optional.empty(), bytes -> {});

    private static MockProducer<String, String> producer(boolean answersAtOnce) {
        return new MockProducer<>(answersAtOnce, null, new StringSerializer(), new StringSerializer());
    }

    private static Sender sender(MockProducer<String, String> kafka, boolean skipsBadLines) {
        Pace pace = new Pace(0, () -> 0, nanos -> {});
        return new Sender(kafka, "machines", Texts.SILENT, pace, skipsBadLines);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private Summary send(boolean skipsBadLines, String... names) {
        Sender sender = sender(kafka, skipsBadLines);
        for (String name : names) {
            sender.send(files, name);
        }
        return sender.finish(() -> Duration.ofMillis(900));
    }

    /** The excerpt is the first 40 rows of NAB's realKnownCause/machine_temperature_system_failure.csv. */
    @Test
    void everyDigitAndEveryTimeArrivesAsTheFileHasIt() throws Exception {
        List<String> lines = Files.readAllLines(EXCERPT);

        Summary summary = send(false, EXCERPT.toString());

        List<String> expected = lines.subList(1, lines.size()).stream()
                .map(line -> line.split(",", -1))
                .map(cells -> "{\"sensor_id\":\"machine-temperature\",\"value\":" + cells[1] + ",\"ts\":\"" + cells[0]
                        + "\"}")
                .toList();
        assertThat(kafka.history()).extracting(ProducerRecord::value).containsExactlyElementsOf(expected);
        assertThat(kafka.history()).extracting(ProducerRecord::key).containsOnly("machine-temperature");
        assertThat(summary.readings()).isEqualTo(40);
    }

    @Test
    void filesGoOneAfterTheOtherAndAreSummedUp() throws Exception {
        String a = file("a.csv", "v,state\n1,ok\nbad,ok\n");
        String b = file("b.jsonl", "{\"sensor_id\":\"b\",\"v\":3}\n{\"v\":4}\n");

        Summary summary = send(false, a, b);

        assertThat(kafka.history()).extracting(ProducerRecord::key).containsExactly("a", "a", "b", null);
        assertThat(summary).isEqualTo(new Summary(4, 2, 1, 0, Set.of("state"), Duration.ofMillis(900)));
    }

    @Test
    void badLineStopsWithItsPlaceAndWhatWasSent() throws Exception {
        String file = file("a.csv", "v,w\n1,2\n3\n4,5\n");

        assertThatThrownBy(() -> send(false, file))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessage(file + ":3: 1 cell where the header has 2 (--skip-bad goes on); 1 reading sent before it");
    }

    @Test
    void badLinesAreCountedAndPassedOverWhereThatIsWanted() throws Exception {
        String csv = file("a.csv", "v,w\n1\n2,3\n\"4\"x,5\n6,7\n");
        String json = file("b.jsonl", "{\n{\"v\":1}\n");

        Summary summary = send(true, csv, json);

        assertThat(summary.readings()).isEqualTo(3);
        assertThat(summary.skipped()).isEqualTo(3);
    }

    @Test
    void truncatedGzipStopsAfterWhatCouldBeRead() throws Exception {
        String file = folder.resolve("a.csv.gz").toString();
        Files.write(Path.of(file), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1});

        assertThatThrownBy(() -> send(true, file))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessageStartingWith(file + ": cannot be read on: ");
    }

    @Test
    void textThatIsNotUtf8SaysWhatToDo() throws Exception {
        String file = folder.resolve("a.csv").toString();
        Files.write(Path.of(file), new byte[] {'v', '\n', (byte) 0xb0, '\n'});

        assertThatThrownBy(() -> send(true, file))
                .hasMessageContaining("not UTF-8 text")
                .hasMessageContaining("iconv");
    }

    @Test
    void refusedReadingStopsWithHowManyWereAcknowledged() throws Exception {
        MockProducer<String, String> slow = producer(false);
        Sender sender = sender(slow, false);
        sender.send(files, file("a.csv", "v\n1\n2\n3\n"));
        slow.completeNext();
        slow.errorNext(new RecordTooLargeException("too large"));

        assertThatThrownBy(() -> sender.finish(() -> Duration.ZERO))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessage("Kafka did not take a reading: too large; 2 readings of 3 acknowledged");
    }

    @Test
    void producerThatThrowsStopsToo() throws Exception {
        String file = file("a.csv", "v\n1\n");
        kafka.sendException = new KafkaException("fenced");

        assertThatThrownBy(() -> send(false, file))
                .hasMessageStartingWith("Kafka did not take a reading: fenced; 0 readings");
    }

    @Test
    void summaryReadsLikeASentence() {
        Summary plain = new Summary(22_695, 1, 0, 0, Set.of(), Duration.ofMillis(900));
        Summary troubled = new Summary(1, 2, 1, 2, Set.of("state"), Duration.ofSeconds(2));

        // 22,695 / 0.9 s = 25,216.7 a second
        assertThat(plain.toLine("machines"))
                .isEqualTo("sent 22,695 readings of 1 sensor to machines in 0.9 s (25,217/s)");
        assertThat(troubled.toLine("m"))
                .isEqualTo("sent 1 reading of 2 sensors to m in 2.0 s (1/s)"
                        + "; 1 reading with text where a number belongs, Oddity will reject them"
                        + "; skipped 2 bad lines; left out, not numbers: state (--channels sends them)");
    }
}

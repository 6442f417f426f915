package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
    private static final String CSV = "a,b\r\n1,2\r\n";
    private static final String JSON = "{\"a\":1}\n";

    @TempDir
    private Path folder;

    private final AtomicLong bytesRead = new AtomicLong();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        }
        return zipped.toByteArray();
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private List<Row> rows(String file, InputStream standardInput) throws Exception {
        InputFiles files = new InputFiles(standardInput, Optional.empty(), bytesRead::addAndGet);
        return Texts.all(files.open(file));
    }

    private List<Row> rows(String file) throws Exception {
        return rows(file, InputStream.nullInputStream());
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstColumn() throws Exception {
        assertThat(rows(file("x.csv", utf8("\ufeff" + CSV))).get(0).columns()).containsExactly("a", "b");
        assertThat(rows(file("x.jsonl", utf8("\ufeff" + JSON))).get(0).json()).contains("{\"a\":1}");
    }

    @Test
    void zippedFilesReadAsTheFilesInThem() throws Exception {
        assertThat(rows(file("x.csv.gz", gzip(utf8(CSV))))).isEqualTo(rows(file("x.csv", utf8(CSV))));
        assertThat(rows(file("x.ndjson.gz", gzip(utf8(JSON))))).isEqualTo(rows(file("x.json", utf8(JSON))));
    }

    @Test
    void progressCountsBytesAsTheyLieOnTheDisk() throws Exception {
        byte[] zipped = gzip(utf8(CSV + "3,4\r\n".repeat(10_000)));

        rows(file("x.csv.gz", zipped));

        assertThat(bytesRead).hasValue(zipped.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void standardInputShowsWhatItIs(boolean isZipped) throws Exception {
        byte[] json = utf8("\n " + JSON);
        byte[] csv = utf8(CSV);

        List<Row> jsonRows = rows("-", new ByteArrayInputStream(isZipped ? gzip(json) : json));
        List<Row> csvRows = rows("-", new ByteArrayInputStream(isZipped ? gzip(csv) : csv));

        assertThat(jsonRows.get(0).json()).isPresent();
        assertThat(csvRows.get(0).columns()).containsExactly("a", "b");
    }

    @Test
    void emptyStandardInputHasNoRows() throws Exception {
        assertThat(rows("-")).isEmpty();
    }

    @Test
    void whatIsNotUtf8IsNotReplacedSilently() throws Exception {
        String file = file("x.csv", "a,°C\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> rows(file)).isInstanceOf(java.nio.charset.CharacterCodingException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/data/machine_temp.csv.gz, machine_temp",
        "pump.v1.2.CSV.GZ, pump.v1.2",
        "pump, pump",
        ".hidden, .hidden",
        "-, stdin"
    })
    void baseNameHasNoFoldersAndNoExtensions(String file, String expected) {
        assertThat(InputFiles.baseName(file)).isEqualTo(expected);
    }

    @Test
    void fileThatIsNotThereIsRefusedBeforeAnythingElse() {
        String missing = folder.resolve("no.csv").toString();

        assertThatThrownBy(() -> InputFiles.check(missing))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageStartingWith(missing + ": no such file");
        assertThatThrownBy(() -> InputFiles.check(folder.toString())).hasMessageContaining("is a directory");
        InputFiles.check("-");
    }
}

package io.oddity.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.send.TimeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
    private static final TimeText TIMES = TimeText.of(Optional.empty(), ZoneOffset.UTC);
    private static final long HOUR = 3_600_000_000L;

    @TempDir
    private Path folder;

    private Labels labels(String name, String text) throws IOException, BacktestException {
        return Labels.read(Files.writeString(folder.resolve(name), text), TIMES);
    }

    @Test
    void windowsOfFilesAreFoundByPathAndByName() throws Exception {
        Labels labels = labels(
                "windows.json",
                """
                {"real/pump.csv": [["1970-01-01 01:00:00.000000", "1970-01-01 02:00:00.000000"]], "other.csv.gz": []}
                """);

        Labels.Window window = new Labels.Window(HOUR, 2 * HOUR);
        assertThat(labels.of(new Stretch(0, "real/pump"), "real/pump")).containsExactly(window);
        assertThat(labels.of(new Stretch(0, "pump"), "pump")).containsExactly(window);
        assertThat(labels.of(new Stretch(0, "other"), "a sensor")).isEmpty();
        assertThat(labels.warning()).isEmpty();
        assertThat(window.contains(HOUR) && window.contains(2 * HOUR)).isTrue();
        assertThat(window.contains(HOUR - 1) || window.contains(2 * HOUR + 1)).isFalse();
    }

    @Test
    void windowsOfSensors() throws Exception {
        Labels labels = labels("l.csv", "sensor_id;start;end\n7;3600;7200\n7;1970-01-01T03:00Z;1970-01-01T04:00Z\n");

        assertThat(labels.of(new Stretch(0, "file"), "7"))
                .containsExactly(new Labels.Window(HOUR, 2 * HOUR), new Labels.Window(3 * HOUR, 4 * HOUR));
    }

    @Test
    void namesThatFitNothingAreSaid() throws Exception {
        Labels labels = labels("l.csv", "sensor_id,start,end\npump-7,0,1\n");

        assertThat(labels.of(new Stretch(0, "file"), "pump7")).isEmpty();
        assertThat(labels.warning().orElseThrow()).contains("names no sensor or file", "pump-7");
        assertThat(Labels.none().warning()).isEmpty();
    }

    @Test
    void mistakesAreNamedWithTheirPlace() {
        assertThatThrownBy(() -> labels("a.json", "[]")).hasMessageContaining("must be an object");
        assertThatThrownBy(() -> labels("b.json", "{\"a.csv\": [[\"2014-01-01\"]]}"))
                .hasMessageContaining("a.csv: must be a list of [start, end]");
        assertThatThrownBy(() -> labels("c.csv", "sensor_id,start,end\na,soon,1\n"))
                .hasMessageContaining("line 2: not a time: 'soon'");
        assertThatThrownBy(() -> labels("d.csv", "sensor_id,start,end\na,2,1\n"))
                .hasMessageContaining("line 2: ends before it starts");
        assertThatThrownBy(() -> labels("e.csv", "sensor,start,end\na,2,1\n"))
                .hasMessageContaining("sensor_id is missing");
        assertThatThrownBy(() -> Labels.read(folder.resolve("f.csv"), TIMES)).hasMessageContaining("no such file");
    }
}

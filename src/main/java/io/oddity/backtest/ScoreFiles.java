package io.oddity.backtest;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.oddity.model.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.text.StringEscapeUtils;

/** Writes a line for each row, as it is judged: CSV with a header. One file for one stretch, or a folder with one for each. */
public final class ScoreFiles implements AutoCloseable {
    private final Path target;
    private final boolean isFolder;
    private final Layout layout;
    private final List<String> channels;
    private BufferedWriter out;

    /** Which columns there are. */
    public enum Layout {
        /** All that was said; of a row that is no reading only that. Behind it each channel's contribution, of anomalies. */
        SCORES("time,score,threshold,anomaly,status,sensor_id,kind") {
            @Override
            String header(List<String> channels) {
                return super.header(channels)
                        + channels.stream()
                                .map(channel -> ',' + text("contribution." + channel))
                                .collect(Collectors.joining());
            }

            @Override
            String columns(Line line, List<String> channels) {
                return String.join(
                        ",",
                        text(line.time),
                        Double.isNaN(line.score) ? "" : number(line.score),
                        number(line.threshold),
                        line.status.equals(Status.ANOMALY.name()) ? "1" : "0",
                        line.status,
                        text(line.sensorId),
                        line.kind,
                        IntStream.range(0, channels.size())
                                .mapToDouble(channel -> line.contributions.getOrDefault(channel, Double.NaN))
                                .mapToObj(share -> Double.isNaN(share) ? "" : number(share))
                                .collect(Collectors.joining(",")));
            }
        },

        /** The Numenta Anomaly Benchmark's: it charges for every row, an operator is called once an episode, so other rows have 0. */
        NAB("timestamp,anomaly_score") {
            @Override
            String columns(Line line, List<String> channels) {
                return text(line.time) + ',' + number(line.isNews ? line.score : 0);
            }
        };

        private final String header;

        Layout(String header) {
            this.header = header;
        }

        String header(List<String> channels) {
            return header;
        }

        abstract String columns(Line line, List<String> channels);
    }

    /**
     * What is to be said of a row.
     *
     * @param time as the data writes it
     * @param score NaN where there is none
     * @param status of {@link Status}, or TRAINING or REJECTED
     * @param kind of an anomaly, else empty
     * @param isNews whether it opens an episode
     * @param contributions by channel; none, or NaN, where it is not known
     */
    record Line(
            String time,
            String sensorId,
            double score,
            double threshold,
            String status,
            String kind,
            boolean isNews,
            Map<Integer, Double> contributions) {}

    /**
     * Prepares; nothing is written yet.
     *
     * @param isFolder whether there may be several stretches
     * @param channels the names of a reading's
     */
    public ScoreFiles(Path target, boolean isFolder, Layout layout, List<String> channels) {
        this.target = target;
        this.isFolder = isFolder;
        this.layout = layout;
        this.channels = List.copyOf(channels);
    }

    private static String text(String text) {
        return StringEscapeUtils.escapeCsv(text);
    }

    /** The shortest digits that give the same double again, on every JDK. */
    private static String number(double value) {
        return NumberOutput.toString(value, true);
    }

    void begin(Stretch stretch) throws BacktestException {
        Path file = isFolder ? target.resolve(stretch.name() + ".csv") : target;
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw unwritable(e);
        }
        write(layout.header(channels));
    }

    void add(Line line) throws BacktestException {
        write(layout.columns(line, channels));
    }

    private void write(String line) throws BacktestException {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void end() throws BacktestException {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private BacktestException unwritable(IOException e) {
        return BacktestException.failed(target + ": cannot be written: " + e, e);
    }

    /** Closes what a failure left open. */
    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // The failure that left it open is already told.
        }
    }
}

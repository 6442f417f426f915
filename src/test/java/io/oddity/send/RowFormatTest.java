package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowFormatTest {
    private static Mapping mapping(String sensorId, String time, String... channels) {
        return new Mapping(
                Optional.ofNullable(sensorId),
                Optional.ofNullable(time),
                Mapping.channels(List.of(channels)),
                Optional.empty());
    }

    private static Mapping timestamped(String time) {
        TimeText text = TimeText.of(Optional.empty(), ZoneOffset.UTC);
        return new Mapping(Optional.empty(), Optional.ofNullable(time), Map.of(), Optional.of(text));
    }

    private static Outgoing only(Mapping mapping, List<Row> rows) throws BadLine {
        return Texts.format(mapping, rows).get(0);
    }

    @Test
    void fileNameIsTheSensorAndEveryNumberAChannelWhereNothingIsSaid() throws Exception {
        Outgoing reading = only(Texts.SILENT, Texts.csv("timestamp,value,state\n2013-12-02 21:15:00,73.96732207,ok\n"));

        assertThat(reading.sensorId()).contains("pump");
        assertThat(reading.value())
                .isEqualTo("{\"sensor_id\":\"pump\",\"value\":73.96732207,\"ts\":\"2013-12-02 21:15:00\"}");
        assertThat(reading.timestampMillis()).isEmpty();
        assertThat(reading.isNumeric()).isTrue();
    }

    @Test
    void columnSensorIdNamesTheSensorAndKeepsItsZeros() throws Exception {
        Outgoing reading = only(Texts.SILENT, Texts.csv("sensor_id,v\n007,1\n"));

        assertThat(reading.sensorId()).contains("007");
        assertThat(reading.value()).isEqualTo("{\"sensor_id\":\"007\",\"v\":1}");
    }

    @Test
    void givenSensorIsAColumnIfTheFileHasItAndANameOtherwise() throws Exception {
        List<Row> rows = Texts.csv("machine,sensor_id,v\n7,x,1\n");

        assertThat(only(mapping("machine", null), rows).value()).isEqualTo("{\"sensor_id\":\"7\",\"v\":1}");
        assertThat(only(mapping("line-3", null), rows).sensorId()).contains("line-3");
    }

    @Test
    void timeIsTheFirstUsualColumnAndATimeStaysText() throws Exception {
        Outgoing reading = only(Texts.SILENT, Texts.csv("date,time,v\n20240101,1704067200,1\n"));

        assertThat(reading.value())
                .isEqualTo("{\"sensor_id\":\"pump\",\"date\":20240101,\"v\":1,\"ts\":\"1704067200\"}");
    }

    @Test
    void givenTimeLeavesAnotherTsColumnOutBecauseTheNameIsTaken() throws Exception {
        Outgoing reading = only(mapping(null, "when"), Texts.csv("when,ts,v\n5,6,7\n"));

        assertThat(reading.value()).isEqualTo("{\"sensor_id\":\"pump\",\"v\":7,\"ts\":\"5\"}");
    }

    @Test
    void channelsAreRenamedReorderedAndNothingElseIsSent() throws Exception {
        Outgoing reading = only(mapping(null, null, "b", "temp=Temp °C"), Texts.csv("a,Temp °C,b\n1,2.50,3\n"));

        assertThat(reading.value()).isEqualTo("{\"sensor_id\":\"pump\",\"b\":3,\"temp\":2.50}");
    }

    @Test
    void emptyCellsAreOmittedAndTextGoesOutAsTextToBeRejected() throws Exception {
        List<Outgoing> readings = Texts.format(Texts.SILENT, Texts.csv("a,b\n1,2\n,3\nNaN,4\n"));

        assertThat(readings)
                .extracting(Outgoing::value)
                .containsExactly(
                        "{\"sensor_id\":\"pump\",\"a\":1,\"b\":2}",
                        "{\"sensor_id\":\"pump\",\"b\":3}",
                        "{\"sensor_id\":\"pump\",\"a\":\"NaN\",\"b\":4}");
        assertThat(readings).extracting(Outgoing::isNumeric).containsExactly(true, true, false);
    }

    @Test
    void firstFilledCellDecidesWhetherAColumnIsAChannel() throws Exception {
        List<Row> rows = Texts.csv("late,note,v\n,,1\n2.0,hello,3\n4,5,6\n");
        RowFormat format = RowFormat.of(Texts.SILENT, "pump", rows.get(0));
        format.format(rows.get(0));
        format.format(rows.get(1));

        Outgoing last = format.format(rows.get(2));

        assertThat(last.value()).isEqualTo("{\"sensor_id\":\"pump\",\"v\":6,\"late\":4}");
        assertThat(format.leftOut()).containsExactly("note");
    }

    @Test
    void columnThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
        List<Row> rows = Texts.csv("a,b\n1,2\n");

        assertThatThrownBy(() -> only(mapping(null, "when"), rows))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessage("--time: no column 'when'; there are a, b");
        assertThatThrownBy(() -> only(mapping(null, null, "x=c"), rows))
                .hasMessage("--channels: no column 'c'; there are a, b");
        assertThatThrownBy(() -> only(timestamped(null), rows)).hasMessageContaining("name it with --time");
    }

    @Test
    void channelsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Mapping.channels(List.of("a", "a=b"))).hasMessageContaining("named twice");
        assertThatThrownBy(() -> Mapping.channels(List.of("ts=a"))).hasMessageContaining("is taken");
        assertThatThrownBy(() -> Mapping.channels(List.of("a="))).hasMessageContaining("NAME=COLUMN");
    }

    @Test
    void rowWithoutItsSensorIsABadLine() {
        assertThatThrownBy(() -> Texts.format(Texts.SILENT, Texts.csv("sensor_id,v\na,1\n,2\n")))
                .isInstanceOfSatisfying(BadLine.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessage("sensor_id: no sensor is named here");
    }

    @Test
    void jsonLinesPassUntouchedWhereNothingIsSaid() throws Exception {
        String line = " {\"b\" : 1.0,  \"sensor_id\":\"p\\u00e9\", \"x\":[1], \"b\":2 } ";

        Outgoing reading = only(Texts.SILENT, Texts.json(line + "\r\n"));

        assertThat(reading.value()).isEqualTo(line);
        assertThat(reading.sensorId()).contains("pé");
    }

    @Test
    void jsonLineWithoutASensorHasNoKey() throws Exception {
        assertThat(only(Texts.SILENT, Texts.json("{\"v\":1}")).sensorId()).isEmpty();
    }

    @Test
    void jsonLinesAreMappedLikeRowsWhereSomethingIsSaid() throws Exception {
        List<Row> rows = Texts.json("{\"id\":7,\"at\":\"2024-01-01\",\"t\":1.50,\"u\":\"2\",\"on\":true}");

        assertThat(only(mapping("id", "at"), rows).value())
                .isEqualTo("{\"sensor_id\":\"7\",\"t\":1.50,\"ts\":\"2024-01-01\"}");
    }

    @Test
    void timeColumnBecomesTheRecordsTimestamp() throws Exception {
        assertThat(only(timestamped(null), Texts.csv("ts,v\n1970-01-01 00:00:01.5,1\n"))
                        .timestampMillis())
                .contains(1500L);
        assertThat(only(timestamped(null), Texts.json("{\"ts\":2,\"v\":1}")).timestampMillis())
                .contains(2000L);
        assertThatThrownBy(() -> only(timestamped(null), Texts.csv("ts,v\nyesterday,1\n")))
                .isInstanceOf(BadLine.class)
                .hasMessageStartingWith("ts: not a time: 'yesterday'");
        assertThatThrownBy(() -> only(timestamped(null), Texts.csv("ts,v\n,1\n")))
                .isInstanceOf(BadLine.class)
                .hasMessageStartingWith("ts: no time here");
    }
}

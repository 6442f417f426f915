package io.oddity.bench.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Flink in one process, exactly once: state on the heap, checkpoints of one second, a transactional sink. */
public final class FlinkMain {
    private static final long CHECKPOINT_MILLIS = 1_000;

    private FlinkMain() {}

    /** Arguments: servers, group, input topic, output topic, parallelism. Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("execution.checkpointing.storage", "jobmanager");
        settings.setString("state.backend.type", "hashmap");
        settings.setString("pipeline.object-reuse", "true");
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.createLocalEnvironment(Integer.parseInt(args[4]), settings);
        flink.enableCheckpointing(CHECKPOINT_MILLIS);
        KafkaSource<byte[]> source = KafkaSource.<byte[]>builder()
                .setBootstrapServers(args[0])
                .setGroupId(args[1])
                .setTopics(args[2])
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new Bytes())
                .setProperty("max.poll.records", "5000")
                .setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20))
                .build();
        KafkaSink<Tuple2<String, byte[]>> sink = KafkaSink.<Tuple2<String, byte[]>>builder()
                .setBootstrapServers(args[0])
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(args[1])
                .setProperty("transaction.timeout.ms", "60000")
                .setProperty("batch.size", Integer.toString(256 << 10))
                .setProperty("linger.ms", "5")
                .setProperty("buffer.memory", Integer.toString(64 << 20))
                .setRecordSerializer(new Verdicts(args[3]))
                .build();
        flink.fromSource(source, WatermarkStrategy.noWatermarks(), "readings")
                .map(json -> {
                    Judge.Reading reading = Judge.Reading.parse(json);
                    return Tuple3.of(reading.sensorId(), reading.temp(), reading.ts());
                })
                .returns(Types.TUPLE(Types.STRING, Types.DOUBLE, Types.STRING))
                .keyBy(reading -> reading.f0)
                .process(new Scoring())
                .returns(Types.TUPLE(Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO))
                .sinkTo(sink);
        flink.execute(args[1]);
    }

    private static final class Bytes extends AbstractDeserializationSchema<byte[]> {
        private static final long serialVersionUID = 1;

        @Override
        public byte[] deserialize(byte[] message) {
            return message;
        }
    }

    private static final class Verdicts implements KafkaRecordSerializationSchema<Tuple2<String, byte[]>> {
        private static final long serialVersionUID = 1;

        private final String topic;

        Verdicts(String topic) {
            this.topic = topic;
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Tuple2<String, byte[]> verdict, KafkaSinkContext context, Long timestamp) {
            return new ProducerRecord<>(topic, null, timestamp, verdict.f0.getBytes(UTF_8), verdict.f1);
        }
    }

    private static final class Scoring
            extends KeyedProcessFunction<String, Tuple3<String, Double, String>, Tuple2<String, byte[]>> {
        private static final long serialVersionUID = 1;

        private transient Judge judge;
        private transient ValueState<byte[]> state;

        @Override
        public void open(OpenContext context) {
            judge = new Judge();
            state = getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(
                            "trees", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public void processElement(
                Tuple3<String, Double, String> reading, Context context, Collector<Tuple2<String, byte[]>> out)
                throws Exception {
            byte[] verdict = judge.judge(new Judge.Reading(reading.f0, reading.f1, reading.f2), state.value());
            state.update(judge.state());
            out.collect(Tuple2.of(reading.f0, verdict));
        }
    }
}

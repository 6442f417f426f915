package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Gap;
import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Kafka;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tail reads when its topic changes under it, over a real broker. */
class TailIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Article application = Article.named("tail", KAFKA.bootstrapServers());
    private final String topic = application.anomalies();
    private final Vertx vertx = Vertx.vertx();
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch mayTake = new CountDownLatch(1);

    private void follow() {
        vertx.getOrCreateContext();
        Tail.Sink sink = new Tail.Sink() {
            @Override
            public void take(ConsumerRecord<byte[], byte[]> record) {
                try {
                    mayTake.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                read.add(record.partition() + ":" + record.offset());
            }

            @Override
            public void lose(Gap gap) {
                gaps.add(gap);
            }
        };
        new Tail(vertx, application.config(), topic, 0, sink)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void send(int partition, int records) {
        for (int i = 0; i < records; i++) {
            KAFKA.send(new ProducerRecord<>(topic, partition, null, "x".getBytes(StandardCharsets.UTF_8)));
            KAFKA.flush(); // a batch of its own, so that little is fetched at once
        }
    }

    private static List<String> places(int partition, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(offset -> partition + ":" + offset)
                .toList();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aPartitionThatIsAddedIsReadFromItsBeginning() {
        KAFKA.create(topic, 1);
        follow();
        mayTake.countDown();
        send(0, 3);

        KAFKA.grow(topic, 2);
        send(1, 20);
        send(0, 2);

        Await.until("all records", PATIENCE, () -> read.size() >= 25, () -> "there are " + read);
        assertThat(read).doesNotHaveDuplicates().containsAll(places(1, 0, 20)).containsAll(places(0, 0, 5));
        assertThat(gaps).isEmpty();
    }

    @Test
    void whatIsDeletedBeforeItIsReadIsAGap() {
        KAFKA.create(topic, 1);
        follow();
        send(0, 1);
        send(0, 200);

        KAFKA.deleteBefore(topic, 0, 190);
        mayTake.countDown();

        Await.until("the last record", PATIENCE, () -> read.contains("0:200"), () -> read + " and " + gaps);
        assertThat(gaps).singleElement().satisfies(gap -> {
            List<String> left = new ArrayList<>(places(0, 0, (int) gap.from()));
            left.addAll(places(0, (int) gap.to(), 201));
            assertThat(gap.to()).isEqualTo(190);
            assertThat(read).containsExactlyElementsOf(left);
        });
    }
}

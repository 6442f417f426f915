package io.oddity.ingest;

import io.oddity.bus.Lineup;
import io.oddity.bus.ShardCommand;
import io.oddity.config.Config;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.score.ScoringVerticle;
import io.oddity.sim.Lifeline;
import io.oddity.sim.SimConsumer;
import io.oddity.sim.SimProducer;
import io.oddity.sim.Turn;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** One process of a {@link Simulation}: the real sessions and shards, on a thread that waits for its turn. */
final class SimProcess {
    final String node;
    final Turn turn;
    private final Simulation world;
    private final Config config;
    private final List<PipelineSpec> specs;
    private final Shards shards;
    private final Lifeline life;
    private boolean isStopping;

    /** It is left alone until this event. */
    int frozenUntil;

    SimProcess(Simulation world, String node, Config config, List<PipelineSpec> specs) {
        this.world = world;
        this.node = node;
        this.config = config;
        this.specs = specs;
        List<ScoringVerticle> workers = IntStream.range(0, config.instances().scoring())
                .mapToObj(i -> new ScoringVerticle(i, specs))
                .toList();
        shards = new Workers(workers);
        turn = new Turn("process on " + node, this::live, world.main, world::next);
        life = new Lifeline(world.random, world.odds, turn);
    }

    /** Scoring workers that answer at once. */
    private record Workers(List<ScoringVerticle> workers) implements Shards {
        @Override
        public int count() {
            return workers.size();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Future<T> ask(int shard, ShardCommand command) {
            try {
                return Future.succeededFuture((T) workers.get(shard).answer(command));
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        }
    }

    void kill() {
        life.kill();
    }

    void stop() {
        isStopping = true;
    }

    private void live() {
        while (!isStopping) {
            try (Session session = open()) {
                session.start();
                while (!isStopping) {
                    session.step();
                }
                session.finish();
            } catch (RuntimeException e) {
                world.failed(node, e);
                life.pause();
            } catch (AssertionError e) {
                world.violated(e);
                return;
            }
        }
    }

    /** Says whether a session may end with this: Kafka failed, or it is a zombie that finds the world changed. */
    static boolean isExpected(Throwable e) {
        return e instanceof StartingPoint.PositionLost
                || (e instanceof KafkaException && (e.getCause() == null || isExpected(e.getCause())));
    }

    private Session open() {
        Restorer restorer = new Restorer(shards);
        Cluster cluster = new SimCluster();
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            routes.add(Route.of(config.pipelines().get(i), specs.get(i)));
        }
        return new Session(
                shards,
                config,
                routes,
                new SimConsumer(world.kafka, life, world.random),
                new SimProducer(world.kafka, life, world.random, node),
                restorer,
                new Assigner(
                        config,
                        routes,
                        new StateTopicReader(
                                config.stateTopic(), () -> new SimConsumer(world.kafka, life, world.random), cluster),
                        restorer,
                        cluster,
                        world.stats,
                        text -> world.figures.restores += text.startsWith("restoring ") ? 1 : 0),
                cluster,
                world.stats,
                () -> Lineup.NONE,
                world::said,
                () -> world.nanos);
    }

    private final class SimCluster implements Cluster {
        @Override
        public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            return life.step("ends", () -> partitions.stream().collect(Collectors.toMap(p -> p, world.kafka::end)));
        }

        @Override
        public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
            return life.step("beginnings", () -> partitions.stream()
                    .collect(Collectors.toMap(p -> p, p -> world.kafka.log(p).beginning())));
        }

        @Override
        public Map<String, TopicDescription> topics(Collection<String> names) {
            return names.stream().collect(Collectors.toMap(name -> name, this::describe));
        }

        private TopicDescription describe(String name) {
            List<TopicPartitionInfo> partitions = world.kafka.partitions(name).stream()
                    .map(p -> new TopicPartitionInfo(p.partition(), Node.noNode(), List.of(), List.of()))
                    .toList();
            return new TopicDescription(name, false, partitions, Set.of(), Records.TOPIC_ID);
        }

        @Override
        public void close() {}
    }
}

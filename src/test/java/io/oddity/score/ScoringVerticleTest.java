package io.oddity.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Bus;
import io.oddity.bus.Scored;
import io.oddity.bus.ShardCommand;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.pipeline.Judged;
import io.oddity.testing.Rows;
import io.oddity.testing.Specs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ScoringVerticleTest {
    private final Readings readings = Rows.reading("plant", "a", 5, 0, 0.5); // of assignment 1

    @BeforeEach
    void deploy(Vertx vertx, VertxTestContext context) {
        Bus.open(vertx);
        vertx.deployVerticle(new ScoringVerticle(4, List.of(Specs.halfSpaceTrees("plant", 5, "temp"))))
                .onComplete(context.succeedingThenComplete());
    }

    private static <T> Future<T> ask(Vertx vertx, ShardCommand command) {
        return Bus.request(vertx, Bus.shard(4), command);
    }

    private Future<List<Scored>> judge(Vertx vertx) {
        return ask(vertx, new ShardCommand.Judge(List.of(readings), 1_000));
    }

    @Test
    void answersWithVerdictsOfTheVeryReadingsItWasSent(Vertx vertx, VertxTestContext context) {
        ask(vertx, new ShardCommand.Restore("plant", 1, 0, Moment.START, List.of()))
                .compose(restored -> judge(vertx))
                .onComplete(context.succeeding(scored -> context.verify(() -> {
                    assertThat(scored).hasSize(1);
                    Judged judged = scored.get(0).judged();
                    assertThat(judged.verdicts().readings()).isSameAs(readings);
                    assertThat(judged.verdicts().statuses()).containsExactly(Status.WARMING_UP);
                    assertThat(judged.snapshots())
                            .extracting(Snapshot::sensorId)
                            .containsExactly("a");
                    assertThat(new String(scored.get(0).keys()[0], UTF_8)).isEqualTo("a");
                    assertThat(new String(scored.get(0).records()[0], UTF_8))
                            .contains("\"sensor_id\":\"a\"", "\"offset\":5}");
                    context.completeNow();
                })));
    }

    @Test
    void saysHowManySensorsItRestored(Vertx vertx, VertxTestContext context) {
        byte[] state = new byte[1 + 5 * 15 * 4 + 4];
        List<Snapshot> snapshots = List.of(new Snapshot("a", 5, state), new Snapshot("b", 5, state));

        ask(vertx, new ShardCommand.Restore("plant", 1, 0, Moment.START, snapshots))
                .onComplete(context.succeeding(count -> context.verify(() -> {
                    assertThat(count).isEqualTo(2);
                    context.completeNow();
                })));
    }

    @Test
    void anAssignmentThatWasDroppedIsForgotten(Vertx vertx, VertxTestContext context) {
        ask(vertx, new ShardCommand.Restore("plant", 1, 0, Moment.START, List.of()))
                .compose(restored -> judge(vertx))
                .compose(judged -> ask(vertx, new ShardCommand.Drop("plant", 1)))
                .compose(dropped -> judge(vertx))
                .onComplete(context.failing(failure -> context.verify(() -> {
                    assertThat(failure).hasMessageEndingWith("not assigned to this shard");
                    context.completeNow();
                })));
    }

    @Test
    void readingsOfAnUnknownAssignmentFailWithAText(Vertx vertx, VertxTestContext context) {
        judge(vertx)
                .onComplete(context.failing(failure -> context.verify(() -> {
                    assertThat(failure)
                            .isInstanceOf(ReplyException.class)
                            .hasMessage("shard 4: java.lang.IllegalStateException: "
                                    + "pipeline plant, partition 3: not assigned to this shard");
                    assertThat(((ReplyException) failure).failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
                    context.completeNow();
                })));
    }

    @Test
    void goesOnAfterAFailure(Vertx vertx, VertxTestContext context) {
        judge(vertx)
                .recover(failed -> ask(vertx, new ShardCommand.Restore("plant", 1, 0, Moment.START, List.of()))
                        .compose(restored -> judge(vertx)))
                .onComplete(context.succeedingThenComplete());
    }

    @Test
    void listensAtTheAddressOfItsShardOnly(Vertx vertx, VertxTestContext context) {
        Bus.request(vertx, Bus.shard(0), new ShardCommand.Drop("plant", 1))
                .onComplete(context.failing(failure -> context.verify(() -> {
                    assertThat(((ReplyException) failure).failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
                    context.completeNow();
                })));
    }
}

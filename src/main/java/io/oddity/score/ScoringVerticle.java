package io.oddity.score;

import io.oddity.bus.Bus;
import io.oddity.bus.Scored;
import io.oddity.bus.ShardCommand;
import io.oddity.codec.VerdictEncoder;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives one {@link Shard} a context and an address, and its verdicts their form; holds no logic of its own. */
public final class ScoringVerticle extends VerticleBase {
    private static final int FAILED = 1;
    private static final byte[][] NOTHING = {};

    private final int index;
    private final Shard shard;
    private final Map<String, VerdictEncoder> encoders = new HashMap<>();

    /** Scores what is sent to shard {@code index}. */
    public ScoringVerticle(int index, List<PipelineSpec> pipelines) {
        this.index = index;
        shard = new Shard(pipelines);
        pipelines.forEach(spec -> encoders.put(spec.id(), new VerdictEncoder(spec)));
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<ShardCommand>localConsumer(Bus.shard(index), this::handle)
                .completion();
    }

    private void handle(Message<ShardCommand> message) {
        try {
            message.reply(answer(message.body()));
        } catch (RuntimeException e) {
            message.fail(FAILED, "shard " + index + ": " + e);
        }
    }

    /** Does what it is told and gives the answer; on the context that owns the shard. */
    public Object answer(ShardCommand command) {
        if (command instanceof ShardCommand.Judge judge) {
            return shard.judge(judge.readings(), judge.snapshotBytes()).stream()
                    .map(this::scored)
                    .toList();
        }
        if (command instanceof ShardCommand.Restore restore) {
            shard.restore(
                    restore.pipeline(),
                    restore.assignment(),
                    restore.committed(),
                    restore.replayAt(),
                    restore.snapshots());
            return restore.snapshots().size();
        }
        ShardCommand.Drop drop = (ShardCommand.Drop) command;
        shard.drop(drop.pipeline(), drop.assignment());
        return 0;
    }

    private Scored scored(Judged judged) {
        if (judged.isReplayed()) {
            return new Scored(judged, NOTHING, NOTHING);
        }
        Verdicts verdicts = judged.verdicts();
        VerdictEncoder encoder = encoders.get(verdicts.readings().pipeline());
        return new Scored(judged, encoder.keys(verdicts.readings()), encoder.encode(verdicts));
    }
}

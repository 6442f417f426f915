package io.oddity.it.chaos;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One node of an application, a process in each of its lives. */
final class Node implements AutoCloseable {
    private static final Pattern RESTORED = Pattern.compile("assigned \\[.+], \\d+ sensors restored in (\\d+) ms");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E]+)");

    /** Small, so that whatever piles up ends the process. */
    private static final List<String> HEAP_LIMIT = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    private final Path config;
    private final List<Long> restoreMillis = new ArrayList<>();
    private JavaProcess process;

    /** Starts its first life. */
    Node(Path folder, String name, Article application) throws IOException {
        config = Files.writeString(
                folder.resolve(name + ".yaml"),
                application.with("node: " + name + "\n" + application.extra()).yaml());
        start();
    }

    void start() {
        process = JavaProcess.oddityWith(HEAP_LIMIT, "run", "--config", config.toString(), "--http-port", "0");
    }

    JavaProcess process() {
        return process;
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
        end();
    }

    /** SIGTERM, and waits for the end. */
    void stop() {
        process.terminate();
        process.exitCode(Round.PATIENCE);
        end();
    }

    /** SIGSTOP, and SIGCONT after a while. */
    void freeze(Duration duration) {
        process.signal("STOP");
        Await.pause(duration);
        process.signal("CONT");
    }

    private void end() {
        RESTORED.matcher(process.err()).results().forEach(found -> restoreMillis.add(Long.parseLong(found.group(1))));
        process.close();
    }

    /** How long each restoring took, in the lives that are over. */
    List<Long> restoreMillis() {
        return restoreMillis;
    }

    /** The heap in use, garbage included. */
    long heapMegabytes() {
        return HEAP.matcher(process.get("/metrics").body())
                        .results()
                        .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                        .sum()
                >> 20;
    }

    /** How often it started anew inside this life. */
    int sessionsGivenUp() {
        return process.err().split("starting anew in", -1).length - 1;
    }

    @Override
    public void close() {
        process.close();
    }
}

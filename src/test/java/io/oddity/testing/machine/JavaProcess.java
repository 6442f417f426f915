package io.oddity.testing.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A JVM that a test started; what it prints goes to a log file. Ends with the test, whatever happens. */
public final class JavaProcess implements AutoCloseable {
    private static final long WAIT_SECONDS = 30;

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Runs the jar that is tested: system property {@code oddity.jar}. */
    public static JavaProcess jar(Path log, Map<String, String> environment, String... arguments) throws IOException {
        return start(log, environment, List.of("-jar", System.getProperty("oddity.jar")), arguments);
    }

    /** Runs a main class of the test class path. */
    public static JavaProcess main(Path log, Class<?> main, String... arguments) throws IOException {
        List<String> target = List.of("-cp", System.getProperty("java.class.path"), main.getName());
        return start(log, Map.of(), target, arguments);
    }

    private static JavaProcess start(
            Path log, Map<String, String> environment, List<String> target, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(target);
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), log);
    }

    /** Waits until it has done something; fails at once when it ends instead. */
    public void await(String what, BooleanSupplier isDone) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!isDone.getAsBoolean()) {
            boolean hasEnded = process.waitFor(20, TimeUnit.MILLISECONDS);
            if (hasEnded || System.nanoTime() > deadlineNanos) {
                throw new AssertionError((hasEnded ? "ended before " : "no sign of ") + what + ":\n" + output());
            }
        }
    }

    /** Its exit code, as soon as it ends by itself. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("has not ended:\n" + output());
        }
        return process.exitValue();
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it to end, as an operator would, and waits; then kills it. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}

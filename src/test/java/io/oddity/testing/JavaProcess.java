package io.oddity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM, with all that it says; killed when a test forgets it. */
public final class JavaProcess implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Pattern PAGE = Pattern.compile("Page +http://[^:]+:(\\d+)/");

    private final Path said;
    private final Path complained;
    private final Process process;

    private JavaProcess(List<String> command, Map<String, String> environment) {
        try {
            said = Files.createTempFile("oddity-it-", ".out");
            complained = Files.createTempFile("oddity-it-", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(said.toFile()).redirectError(complained.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("ODDITY_"));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fat jar with arguments. */
    public static JavaProcess oddity(String... arguments) {
        return oddityWith(List.of(), arguments);
    }

    /** The fat jar with variables of the environment, and arguments. */
    public static JavaProcess oddityIn(Map<String, String> environment, String... arguments) {
        return java(jar(List.of(), arguments), environment);
    }

    /** The fat jar with options for the JVM, and arguments. */
    public static JavaProcess oddityWith(List<String> options, String... arguments) {
        return java(jar(options, arguments), Map.of());
    }

    /** A jar with arguments. */
    public static JavaProcess jar(Path jar, String... arguments) {
        return java(jar(List.of(), jar, arguments), Map.of());
    }

    /** Where the fat jar is. */
    public static Path oddityJar() {
        String jar = System.getProperty("oddity.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new AssertionError("-Doddity.jar must name the fat jar, was " + jar + "; run mvn verify");
        }
        return Path.of(jar);
    }

    private static List<String> jar(List<String> options, String... arguments) {
        return jar(options, oddityJar(), arguments);
    }

    private static List<String> jar(List<String> options, Path jar, String... arguments) {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of("-jar", jar.toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    /** A class of the test class path. */
    public static JavaProcess main(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        return java(words, Map.of());
    }

    private static JavaProcess java(List<String> words, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        return new JavaProcess(command, environment);
    }

    /** A port that nobody listens on at the moment, for a process that must be found before it can say where it is. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote to standard output. */
    public String out() {
        return read(said);
    }

    /** What it wrote to standard error. */
    public String err() {
        return read(complained);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has written something. */
    public void awaitText(String text, Duration within) {
        Await.until("'" + text + "' from the process", within, () -> (out() + err()).contains(text), this::everything);
    }

    private String everything() {
        return (process.isAlive() ? "it runs" : "it has ended with " + process.exitValue()) + " and said:\n" + out()
                + err();
    }

    /** Where it serves HTTP, as its banner says; waits for the banner. */
    public int port() {
        Await.until(
                "the banner", Duration.ofSeconds(60), () -> PAGE.matcher(out()).find(), this::everything);
        Matcher page = PAGE.matcher(out());
        return page.find() ? Integer.parseInt(page.group(1)) : -1;
    }

    /** Asks it; an answer of status 0 means that nobody listens. */
    public Answer get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port() + path);
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, e.toString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What HTTP answered. */
    public record Answer(int status, String body) {}

    /** Waits until {@code /readyz} answers with a status. */
    public void awaitReady(int status, Duration within) {
        Await.until(
                "/readyz answers " + status,
                within,
                () -> get("/readyz").status() == status,
                () -> get("/readyz") + "; " + everything());
    }

    /** Ends it as an operator would (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Ends it without a chance to do anything (SIGKILL); returns when it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends it a signal, such as {@code STOP} or {@code CONT}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for its end. */
    public int exitCode(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not ended within " + within.toSeconds() + " s; " + everything());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(said);
            Files.deleteIfExists(complained);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.oddity.send;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/** Opens what the command line names: CSV or JSON lines, gzipped or not, {@code -} for standard input. */
public final class InputFiles {
    public static final String STANDARD_INPUT = "-";

    /** Enough to see a gzip header, a byte order mark and the first brace. */
    private static final int SNIFFED_BYTES = 1024;

    private final InputStream standardInput;
    private final Optional<Character> separator;
    private final LongConsumer bytesRead;

    /**
     * @param separator between the cells of CSV; nothing to detect it file by file
     * @param bytesRead told of every piece read, in bytes as they lie on the disk
     */
    public InputFiles(InputStream standardInput, Optional<Character> separator, LongConsumer bytesRead) {
        this.standardInput = standardInput;
        this.separator = separator;
        this.bytesRead = bytesRead;
    }

    /**
     * Refuses a file that cannot be read, before anything is sent.
     *
     * @throws SendException naming it
     */
    public static void check(String file) {
        if (!file.equals(STANDARD_INPUT) && !Files.isReadable(Path.of(file))) {
            Path path = Path.of(file).toAbsolutePath();
            String what = Files.exists(path) ? "this user may not read it" : "no such file";
            throw SendException.usage(
                    file + ": " + what + " (looked for " + path + "); check the path, or - for standard input");
        }
        if (!file.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(file))) {
            throw SendException.usage(file + ": is a directory; name the files in it, such as " + file + "/*.csv");
        }
    }

    /** The file's size on the disk in bytes; -1 if nobody can know. */
    public static long sizeBytes(String file) {
        try {
            return file.equals(STANDARD_INPUT) ? -1 : Files.size(Path.of(file));
        } catch (IOException e) {
            return -1;
        }
    }

    /** The file's name without folders, {@code .gz} and the extension before it; {@code stdin} for standard input. */
    public static String baseName(String file) {
        if (file.equals(STANDARD_INPUT)) {
            return "stdin";
        }
        String name = withoutGz(Path.of(file).getFileName().toString());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * The file's rows; closing them closes the file.
     *
     * @throws BadLine if the header of a CSV file is malformed
     */
    public RowSource open(String file) throws IOException, BadLine {
        boolean isStandardInput = file.equals(STANDARD_INPUT);
        InputStream raw = isStandardInput ? standardInput : Files.newInputStream(Path.of(file));
        try {
            InputStream text = withoutMark(unzipped(new BufferedInputStream(new CountedInput(raw, bytesRead))));
            boolean isJson = isStandardInput ? beginsWithBrace(text) : isJsonName(file);
            // A decoder made here reports what is not UTF-8; the reader's own would replace it silently.
            var reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
            return isJson ? new JsonRows(reader) : new CsvRows(reader, separator);
        } catch (IOException | BadLine e) {
            raw.close();
            throw e;
        }
    }

    private static boolean isJsonName(String file) {
        String name = withoutGz(file).toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json");
    }

    private static String withoutGz(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /** Gzip is known by its first two bytes, not by the name: standard input has none. */
    private static InputStream unzipped(BufferedInputStream in) throws IOException {
        byte[] begin = peek(in);
        boolean isGzip = begin.length >= 2 && (begin[0] & 0xff) == 0x1f && (begin[1] & 0xff) == 0x8b;
        return new BufferedInputStream(isGzip ? new GZIPInputStream(in, 1 << 16) : in);
    }

    private static InputStream withoutMark(InputStream in) throws IOException {
        byte[] begin = peek(in);
        boolean isMarked = begin.length >= 3
                && (begin[0] & 0xff) == 0xef
                && (begin[1] & 0xff) == 0xbb
                && (begin[2] & 0xff) == 0xbf;
        in.skipNBytes(isMarked ? 3 : 0);
        return in;
    }

    private static boolean beginsWithBrace(InputStream in) throws IOException {
        return new String(peek(in), StandardCharsets.ISO_8859_1).stripLeading().startsWith("{");
    }

    private static byte[] peek(InputStream in) throws IOException {
        in.mark(SNIFFED_BYTES);
        byte[] begin = in.readNBytes(SNIFFED_BYTES);
        in.reset();
        return begin;
    }
}

package io.oddity.modelfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.oddity.detect.IsolationForest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads isolation forests; what is not exactly one is refused, with the place and what is wrong there. */
public final class ForestReader {
    /** More than the digits of a forest with the most nodes there may be. */
    private static final long MAX_BYTES = 512L << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private ForestReader() {}

    /**
     * Reads a file. Memory is bounded by {@link IsolationForest#MAX_NODES}, whatever the file holds.
     *
     * @throws ModelFileException if it is not there or no isolation forest
     */
    public static ForestFile read(Path file) throws ModelFileException {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelFileException(file, "has more than " + MAX_BYTES + " bytes", null);
            }
            return read(in, file);
        } catch (NoSuchFileException e) {
            throw new ModelFileException(file, "no such file (looked for " + file.toAbsolutePath() + ")", e);
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads what stands in a stream, such as a file inside the jar.
     *
     * @param file what messages call it
     */
    public static ForestFile read(InputStream in, Path file) throws IOException, ModelFileException {
        try (JsonParser parser = JSON.createParser(in)) {
            return new ForestDocument(new StrictJson(parser)).read();
        } catch (WrongJson e) {
            throw new ModelFileException(file, e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new ModelFileException(
                    file,
                    "not JSON: " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")",
                    e);
        }
    }
}

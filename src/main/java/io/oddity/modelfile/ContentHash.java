package io.oddity.modelfile;

import io.oddity.detect.IsolationForest;
import io.oddity.detect.IsolationTree;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of what a forest computes: feature names, trees, scale and threshold, number by number. Spelling and order of the
 * file, its name, version and training facts do not count.
 */
final class ContentHash {
    private ContentHash() {}

    /** Lower-case hexadecimal. */
    static String of(IsolationForest forest) {
        MessageDigest digest = sha256();
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest)))) {
            write(forest, out);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void write(IsolationForest forest, DataOutputStream out) throws IOException {
        out.writeUTF(ForestFile.KIND);
        out.writeInt(forest.features().size());
        for (String feature : forest.features()) {
            out.writeUTF(feature);
        }
        out.writeInt(forest.maxSamples());
        out.writeDouble(forest.threshold());
        out.writeInt(forest.trees().size());
        for (IsolationTree tree : forest.trees()) {
            write(tree, out);
        }
    }

    private static void write(IsolationTree tree, DataOutputStream out) throws IOException {
        write(tree.features(), out);
        write(tree.feature(), out);
        for (double threshold : tree.threshold()) {
            out.writeDouble(threshold);
        }
        write(tree.left(), out);
        write(tree.right(), out);
        write(tree.samples(), out);
        for (boolean goesLeft : tree.missingGoesLeft()) {
            out.writeBoolean(goesLeft);
        }
    }

    private static void write(int[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package io.oddity.send;

import java.io.BufferedReader;
import java.io.IOException;

/** Finds what stands between the cells of a CSV file: the candidate that its header line has most of, outside quotes. */
final class Separator {
    /** In order of preference where counts are equal; a header with none of them has one column. */
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};

    /** A header line longer than this many characters is not one. */
    private static final int HEADER_CHARACTERS = 1 << 20;

    private Separator() {}

    /** Looks at the first line without consuming it. */
    static char detect(BufferedReader reader) throws IOException {
        reader.mark(HEADER_CHARACTERS);
        String header = reader.readLine();
        reader.reset();
        return detect(header == null ? "" : header);
    }

    static char detect(String header) {
        String unquoted = header.replaceAll("\"[^\"]*\"", "");
        char best = CANDIDATES[0];
        for (char candidate : CANDIDATES) {
            if (count(unquoted, candidate) > count(unquoted, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}

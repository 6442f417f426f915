package io.oddity.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps values that nobody should read out of messages and logs. */
final class Secrets {
    /** Rather one setting too many than a password in a log. */
    private static final Pattern SECRET = Pattern.compile("pass|secret|jaas|token|key|credential");

    private static final String MASK = "***";

    private Secrets() {}

    /** The value as it may be shown, given the path or key it stands under. */
    static String shown(String path, String value) {
        return SECRET.matcher(path.toLowerCase(Locale.ROOT)).find() ? MASK : value;
    }

    /** The settings as they may be shown, in the order of their keys. */
    static Map<String, String> shown(Map<String, String> settings) {
        Map<String, String> shown = new TreeMap<>(settings);
        shown.replaceAll(Secrets::shown);
        return shown;
    }
}

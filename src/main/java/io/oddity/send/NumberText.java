package io.oddity.send;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spells the text of a decimal number as JSON does, digit by digit: no parsing to a double, so nothing is rounded.
 *
 * <p>JSON (RFC 8259) knows no {@code +5}, {@code .5}, {@code 5.} or {@code 007}; files do. They become {@code 5}, {@code 0.5},
 * {@code 5} and {@code 7}. Anything else, {@code NaN} too, is not a number.
 */
final class NumberText {
    private static final Pattern JSON = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern LOOSE = Pattern.compile("([+-]?)0*([0-9]*)(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
    private static final Pattern HAS_DIGIT = Pattern.compile("[+-]?\\.?[0-9].*");

    private NumberText() {}

    static Optional<String> toJson(String text) {
        if (JSON.matcher(text).matches()) {
            return Optional.of(text);
        }
        Matcher loose = LOOSE.matcher(text);
        return loose.matches() && HAS_DIGIT.matcher(text).matches() ? Optional.of(respelled(loose)) : Optional.empty();
    }

    private static String respelled(Matcher number) {
        String sign = number.group(1).equals("-") ? "-" : "";
        String whole = number.group(2).isEmpty() ? "0" : number.group(2);
        String fraction = number.group(3) == null || number.group(3).length() == 1 ? "" : number.group(3);
        String exponent = number.group(4) == null ? "" : number.group(4);
        return sign + whole + fraction + exponent;
    }
}

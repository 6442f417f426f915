package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The query parameters of a request, checked: one that is unknown or makes no sense is a {@link BadRequest}. */
final class Params {
    private final HttpServerRequest request;

    /** Says which parameter is wrong and how. */
    static final class BadRequest extends RuntimeException {
        BadRequest(String message) {
            super(message);
        }
    }

    Params(HttpServerRequest request, String... known) {
        this.request = request;
        List<String> names = List.of(known);
        for (Map.Entry<String, String> given : request.params()) {
            if (!names.contains(given.getKey())) {
                throw new BadRequest(given.getKey() + ": unknown parameter; known are " + String.join(", ", names));
            }
        }
    }

    /** The text, or null. */
    String text(String name) {
        String text = request.getParam(name);
        return text == null || text.isEmpty() ? null : text;
    }

    boolean flag(String name) {
        return choice(name, "false", "true", "false").equals("true");
    }

    String choice(String name, String fallback, String... choices) {
        String text = text(name);
        if (text == null) {
            return fallback;
        }
        if (!List.of(choices).contains(text)) {
            throw new BadRequest(name + ": must be one of " + String.join(", ", choices) + ", was '" + text + "'");
        }
        return text;
    }

    int whole(String name, int fallback, int min, int max) {
        int number = parsed(name, fallback, Integer::parseInt, "a whole number");
        if (number < min || number > max) {
            throw new BadRequest(name + ": must be from " + min + " to " + max + ", was " + number);
        }
        return number;
    }

    double number(String name, double fallback) {
        double number = parsed(name, fallback, Double::parseDouble, "a number");
        if (!Double.isFinite(number)) {
            throw new BadRequest(name + ": must be a number, was '" + text(name) + "'");
        }
        return number;
    }

    /** A time as ISO-8601 or as milliseconds since the epoch. */
    long millis(String name, long fallback) {
        return parsed(name, fallback, Params::toMillis, "a time such as 2026-01-31T12:00:00Z or ms since the epoch");
    }

    private static long toMillis(String text) {
        return text.chars().allMatch(Character::isDigit)
                ? Long.parseLong(text)
                : Instant.parse(text).toEpochMilli();
    }

    Cursor cursor(String name) {
        return parsed(name, null, Cursor::parse, "a cursor such as 0:42,1:17");
    }

    private <T> T parsed(String name, T fallback, Function<String, T> parser, String expected) {
        String text = text(name);
        if (text == null) {
            return fallback;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            throw new BadRequest(name + ": must be " + expected + ", was '" + text + "'");
        }
    }
}

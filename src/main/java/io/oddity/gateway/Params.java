package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;

/** The query parameters of a request, checked: one that is unknown or makes no sense is a {@link BadRequest}. */
final class Params {
    private final MultiMap given;

    /** Says which parameter is wrong and how. */
    static final class BadRequest extends RuntimeException {
        BadRequest(String message) {
            super(message);
        }
    }

    Params(RoutingContext context, String... known) {
        given = context.queryParams();
        List<String> names = List.of(known);
        for (String name : given.names()) {
            if (!names.contains(name)) {
                throw new BadRequest(name + ": unknown parameter; "
                        + (names.isEmpty() ? "there is none here" : "known are " + String.join(", ", names)));
            }
            if (given.getAll(name).size() > 1) {
                throw new BadRequest(name + ": given more than once");
            }
        }
    }

    boolean has(String name) {
        return text(name) != null;
    }

    /** The text, or null. */
    String text(String name) {
        String text = given.get(name);
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
        if (has(name) && (number < min || number > max)) {
            throw new BadRequest(name + ": must be from " + min + " to " + max + ", was " + number);
        }
        return number;
    }

    /** A number from 0 to 1. */
    double fraction(String name, double fallback) {
        double number = parsed(name, fallback, Double::parseDouble, "a number");
        if (!(number >= 0 && number <= 1)) {
            throw new BadRequest(name + ": must be from 0 to 1, was '" + text(name) + "'");
        }
        return number;
    }

    /** A time as ISO-8601 or as milliseconds since the epoch; what was before 1970 is 1970, for Kafka knows no older records. */
    long millis(String name, long fallback) {
        String expected = "a time such as 2026-01-31T12:00:00Z or ms since the epoch";
        return has(name) ? Math.max(0, parsed(name, fallback, Params::toMillis, expected)) : fallback;
    }

    /** A partition and an offset, or null. */
    String place(String name) {
        String place = text(name);
        if (place != null && !place.matches("\\d{1,9}:\\d{1,18}")) {
            throw new BadRequest(name + ": must be the 'next' of an earlier answer, was '" + place + "'");
        }
        return place;
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

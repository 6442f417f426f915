package io.oddity.view;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A column of a table.
 *
 * @param name as answers call it, such as {@code values.temp}
 * @param field the verdict's field it stands in, such as {@code values}; null when it is computed
 * @param key which entry of that field; null when the field is the value
 */
public record Column(String name, Type type, String field, String key) {
    /** What values are. */
    public enum Type {
        TEXT(SimpleType.STRING, String.class),
        NUMBER(SimpleType.DOUBLE, Double.class),
        WHOLE(SimpleType.INT, Long.class),
        FLAG(SimpleType.BOOL, Boolean.class),
        TIME(SimpleType.TIMESTAMP, Instant.class);

        final CelType cel;
        private final Class<?> java;

        Type(CelType cel, Class<?> java) {
            this.cel = cel;
            this.java = java;
        }

        static Optional<Type> of(CelType cel) {
            return Stream.of(values()).filter(type -> type.cel.equals(cel)).findFirst();
        }

        boolean has(Object value) {
            return java.isInstance(value);
        }

        /** What JSON has, as values of this type are in Java; null when it is of another type. */
        Object read(Object json) {
            Object value = json;
            if (json instanceof Number number && this == NUMBER) {
                value = number.doubleValue();
            } else if (json instanceof Number number && this == WHOLE) {
                value = number.longValue();
            } else if (json instanceof String text && this == TIME) {
                value = time(text);
            }
            return has(value) ? value : null;
        }

        private static Instant time(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }

    static Column of(String field, Type type) {
        return new Column(field, type, field, null);
    }

    static Column of(String field, String key, Type type) {
        return new Column(field + '.' + key, type, field, key);
    }
}

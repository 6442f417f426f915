package io.oddity.app;

import io.oddity.send.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line: ISO 8601 or a number since 1970. */
final class TimeOption implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return Instant.ofEpochMilli(
                    TimeText.of(Optional.empty(), ZoneOffset.UTC).toMillis(text));
        } catch (DateTimeException e) {
            throw new TypeConversionException("not a time such as 2026-11-21T09:00:00Z: " + text);
        }
    }
}

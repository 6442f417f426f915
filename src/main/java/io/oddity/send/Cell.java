package io.oddity.send;

import java.util.Optional;

/**
 * One filled cell of a row. Empty cells are not there at all.
 *
 * @param text as it stands in the file, without surrounding blanks
 * @param number the same digits as JSON spells them, if the cell is a number; a quoted number in a JSON file is not one
 */
public record Cell(String text, Optional<String> number) {
    static Cell ofCsv(String text) {
        return new Cell(text, NumberText.toJson(text));
    }

    static Cell ofJsonNumber(String text) {
        return new Cell(text, Optional.of(text));
    }

    static Cell ofJsonText(String text) {
        return new Cell(text, Optional.empty());
    }

    boolean isNumber() {
        return number.isPresent();
    }
}

package io.oddity.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A column in which few rows have anything: by row, in order. To ask for a row costs nothing where there is none, and no object anywhere. Not
 * to be changed any more once it was handed over.
 *
 * @param <T> what a row may have
 */
public final class Sparse<T> extends AbstractMap<Integer, T> {
    private int[] rows = {};
    private Object[] values = {};
    private int size;

    /** A column in which one row has something. */
    public static <T> Sparse<T> of(int row, T value) {
        Sparse<T> one = new Sparse<>();
        one.set(row, value);
        return one;
    }

    /** What a row has; null for nothing. */
    public T at(int row) {
        int place = size == 0 ? -1 : Arrays.binarySearch(rows, 0, size, row);
        return place < 0 ? null : value(place);
    }

    @SuppressWarnings("unchecked") // nothing else is put in
    private T value(int place) {
        return (T) values[place];
    }

    /** Gives a row something, in place of what it has. */
    public void set(int row, T value) {
        int place = size == 0 || row > rows[size - 1] ? -size - 1 : Arrays.binarySearch(rows, 0, size, row);
        if (place < 0) {
            place = -place - 1;
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, Math.max(4, 2 * size));
                values = Arrays.copyOf(values, rows.length);
            }
            System.arraycopy(rows, place, rows, place + 1, size - place);
            System.arraycopy(values, place, values, place + 1, size - place);
            size++;
        }
        rows[place] = row;
        values[place] = value;
    }

    /** What the rows from {@code from} on and before {@code to} have, which are counted from 0 then. */
    public Sparse<T> slice(int from, int to) {
        Sparse<T> slice = new Sparse<>();
        for (int i = 0; i < size; i++) {
            if (rows[i] >= from && rows[i] < to) {
                slice.set(rows[i] - from, value(i));
            }
        }
        return slice;
    }

    @Override
    public void clear() {
        Arrays.fill(values, 0, size, null);
        size = 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<Integer, T>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Integer, T>> iterator() {
                return IntStream.range(0, size)
                        .<Map.Entry<Integer, T>>mapToObj(i -> Map.entry(rows[i], value(i)))
                        .iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}

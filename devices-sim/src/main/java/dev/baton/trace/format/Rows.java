package dev.baton.trace.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds room for what takes time: whoever does several things at once has a row for each. */
final class Rows {
    private final String group;

    /** When the last thing on each row ended. */
    private final Map<String, List<Long>> rows = new HashMap<>();

    Rows(String group) {
        this.group = group;
    }

    /** The first row that is free by then; it is taken. Slices come in the order of their begins. */
    Lane free(String name, long fromNanos, long toNanos) {
        List<Long> ends = rows.computeIfAbsent(name, unknown -> new ArrayList<>());
        int row = 0;
        while (row < ends.size() && ends.get(row) > fromNanos) {
            row++;
        }
        if (row == ends.size()) {
            ends.add(toNanos);
        } else {
            ends.set(row, toNanos);
        }
        return new Lane(group, row == 0 ? name : name + " " + (row + 1));
    }
}

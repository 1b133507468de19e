package dev.baton.trace.history;

import dev.baton.sim.refusal.Quoted;
import dev.baton.trace.history.HistoryLine.Field;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Comma-separated values as RFC 4180 has them, but for line ends within quotes. The first line names
 * the columns, in any order.
 */
final class CsvLines implements LineFormat {
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final Set<String> ignored = new TreeSet<>();

    CsvLines(String header) throws UnreadableHistoryException {
        try {
            List<Field> names = split(header);
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i).text().strip();
                if (columns.put(name, i) != null) {
                    throw new UnreadableHistoryException("the same column twice in its first line, "
                            + Quoted.of(name) + ": take one out");
                }
                if (!KNOWN.contains(name)) {
                    ignored.add(name);
                }
            }
        } catch (DamagedHistoryException e) {
            throw new UnreadableHistoryException("its first line " + e.getMessage());
        }
        if (!columns.containsKey(HistoryLine.EVENT) || !columns.containsKey(HistoryLine.JOB)) {
            throw new UnreadableHistoryException("no log of grants: CSV begins with a line such as"
                    + " event,job,buffer,mode, and JSON lines with {");
        }
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Set<String> ignored() {
        return ignored;
    }

    @Override
    public HistoryLine.Fields fields(String line) throws DamagedHistoryException {
        List<Field> values = split(line);
        if (values.size() != columns.size()) {
            throw new DamagedHistoryException("has " + values.size() + " columns and not "
                    + columns.size() + ": quote names that hold commas");
        }
        return column -> valueAt(columns.get(column), values);
    }

    private static @Nullable Field valueAt(@Nullable Integer index, List<Field> values) {
        if (index == null || values.get(index).text().isBlank()) {
            return null;
        }
        Field value = values.get(index);
        return new Field(value.text().strip(), value.column());
    }

    private static List<Field> split(String line) throws DamagedHistoryException {
        List<Field> values = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            if (values.size() == HistoryLimits.COLUMNS_MAX) {
                throw new DamagedHistoryException(
                        "has more than " + HistoryLimits.COLUMNS_MAX + " columns: leave some out");
            }
            int end = line.startsWith("\"", at) ? endOfQuoted(line, at) : line.indexOf(',', at);
            end = end < 0 ? line.length() : end;
            values.add(new Field(unquoted(line.substring(at, end)), at + 1));
            at = end + 1;
        }
        return values;
    }

    /** Where the comma behind the closing quote is; a doubled quote is one of the text. */
    private static int endOfQuoted(String line, int start) throws DamagedHistoryException {
        int quote = line.indexOf('"', start + 1);
        while (quote >= 0 && line.startsWith("\"\"", quote)) {
            quote = line.indexOf('"', quote + 2);
        }
        if (quote < 0 || (quote + 1 < line.length() && line.charAt(quote + 1) != ',')) {
            throw new DamagedHistoryException(
                    start + 1,
                    "has a quote that does not end its value: close it, and write \"\" for a quote within");
        }
        return quote + 1;
    }

    private static String unquoted(String value) {
        return value.startsWith("\"")
                ? value.substring(1, value.length() - 1).replace("\"\"", "\"")
                : value;
    }
}

package dev.baton.proptests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The matrix of faults that the kit is to find by itself: which oracles are to kill each, and where it
 * is patched in.
 */
final class Matrix {
    /** Patches that no unit test is named for: the kit alone is to find them. */
    static final String DIRECTORY = "proptests/src/kit-faults";

    /** Of faults that a sequentially consistent explorer cannot see. */
    static final String JCSTRESS = "jcstress";

    private static final String DEVICES = "devices: ";
    private static final String NONE = "-";

    private Matrix() {}

    /**
     * One fault.
     *
     * @param number as in the matrix
     * @param oracles whose alarm counts, a letter each
     * @param fault the name of its patch
     * @param what what is wrong
     * @param reason why there is no patch, or why the kit may not find it; empty if there is nothing
     *     to say
     */
    record Row(String number, String oracles, String fault, String what, String reason) {
        boolean isWeakMemory() {
            return oracles.equals(JCSTRESS);
        }

        boolean hasPatch() {
            return !fault.isEmpty();
        }

        /** The kit draws no devices: a fault of one is not tried on it. */
        boolean isOfDevices() {
            return reason.startsWith(DEVICES);
        }
    }

    /** All rows, in the order of the matrix. */
    static List<Row> read(Path root) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve(DIRECTORY).resolve("table.txt"))) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" \\| ");
                String[] words = parts[0].split(" ");
                boolean patched = words.length == 3 && !words[2].equals(NONE);
                rows.add(new Row(
                        words[0],
                        words[1],
                        patched ? words[2] : "",
                        parts[1],
                        parts.length > 2 ? parts[2] : ""));
            }
        }
        return rows;
    }

    /** All patches, also those that have a unit test. */
    static Map<String, Fault> faults(Path root) throws IOException {
        Map<String, Fault> faults = new TreeMap<>(Fault.readAll(root));
        faults.putAll(Fault.readAll(root, DIRECTORY));
        return faults;
    }
}

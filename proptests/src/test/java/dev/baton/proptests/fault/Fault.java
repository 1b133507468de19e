package dev.baton.proptests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A seeded fault: a textual patch of production code, the rules that it breaks, and the test that
 * it must turn red.
 *
 * <pre>
 *   A sentence that says what is wrong.
 *   test: package.Class#method
 *   rules: S1, S3
 *
 *   file: module/src/main/java/package/Class.java
 *   before:
 *       lines that stand in the file exactly once
 *   after:
 *       lines that take their place
 *   end
 * </pre>
 *
 * A fault may change several places: {@code before} and {@code after} are repeated, for another
 * file behind another {@code file}. Lines are compared without their indentation.
 *
 * @param name the file's name without its ending
 * @param sentence what is wrong
 * @param test the test that must fail
 * @param rules the rules of the contract that are broken, at least one
 * @param edits the changes
 */
public record Fault(
        String name, String sentence, String test, List<String> rules, List<Edit> edits) {
    /** Where faults are kept, seen from the repository's root. */
    public static final String DIRECTORY = "proptests/src/faults";

    /** One replacement in one file. */
    public record Edit(String file, List<String> before, List<String> after) {}

    /** All faults, by name. */
    public static Map<String, Fault> readAll(Path root) throws IOException {
        return readAll(root, DIRECTORY);
    }

    static Map<String, Fault> readAll(Path root, String directory) throws IOException {
        Map<String, Fault> faults = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".fault")).toList()) {
                Fault fault = read(file);
                faults.put(fault.name(), fault);
            }
        }
        return faults;
    }

    private static Fault read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        String name = path.getFileName().toString().replace(".fault", "");
        String test = "";
        List<String> rules = List.of();
        String file = "";
        List<Edit> edits = new ArrayList<>();
        List<String> part = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("test: ")) {
                test = line.substring(6);
            } else if (line.startsWith("rules: ")) {
                rules = List.of(line.substring(7).split(", "));
            } else if (line.startsWith("file: ")) {
                file = line.substring(6);
                part = new ArrayList<>();
            } else if (line.equals("before:")) {
                part = new ArrayList<>();
                edits.add(new Edit(file, part, new ArrayList<>()));
            } else if (line.equals("after:")) {
                part = edits.get(edits.size() - 1).after();
            } else if (line.equals("end")) {
                return new Fault(name, lines.get(0), test, rules, edits);
            } else {
                part.add(line);
            }
        }
        throw new IOException(path + " has no end");
    }

    /** The changed sources, by file. */
    Map<String, String> apply(Path root) throws IOException {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        for (Edit edit : edits) {
            List<String> lines = sources.get(edit.file());
            if (lines == null) {
                lines = new ArrayList<>(Files.readAllLines(root.resolve(edit.file())));
                sources.put(edit.file(), lines);
            }
            replace(edit, lines);
        }
        Map<String, String> changed = new LinkedHashMap<>();
        sources.forEach((file, lines) -> changed.put(file, String.join("\n", lines)));
        return changed;
    }

    private void replace(Edit edit, List<String> lines) {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at + edit.before().size() <= lines.size(); at++) {
            if (matches(edit.before(), lines.subList(at, at + edit.before().size()))) {
                found.add(at);
            }
        }
        if (found.size() != 1) {
            throw new AssertionError("fault " + name + " matches " + found.size() + " places of "
                    + edit.file() + ", not one: " + edit.before());
        }
        List<String> place =
                lines.subList(found.get(0), found.get(0) + edit.before().size());
        place.clear();
        place.addAll(edit.after());
    }

    private static boolean matches(List<String> before, List<String> lines) {
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).strip().equals(lines.get(i).strip())) {
                return false;
            }
        }
        return true;
    }
}

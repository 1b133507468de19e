package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Beside every atomic step that decides something stands what it decides. */
class DecisionsTest {
    private static final Pattern DECIDING =
            Pattern.compile("\\.(compareAnd(Set|Exchange)|getAndSet|getAndBitwiseOr)\\(");

    /** The whole argument takes some lines, and most often stands before the step. */
    private static final int LINES_BEFORE = 16;

    private static final int LINES_AFTER = 4;

    private static final String WHAT = "ecides";

    @Test
    void everyAtomicStepSaysWhatItDecides() throws IOException {
        List<String> silent = new ArrayList<>();
        int steps = 0;
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (DECIDING.matcher(lines.get(i)).find()) {
                    steps++;
                    int from = Math.max(0, i - LINES_BEFORE);
                    int to = Math.min(lines.size(), i + LINES_AFTER);
                    if (lines.subList(from, to).stream().noneMatch(line -> line.contains(WHAT))) {
                        silent.add(file.getFileName() + ":" + (i + 1));
                    }
                }
            }
        }

        assertThat(silent).isEmpty();
        assertThat(steps).isGreaterThan(50);
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("buffers", "engine")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }
}

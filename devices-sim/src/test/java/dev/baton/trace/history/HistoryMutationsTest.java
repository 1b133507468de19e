package dev.baton.trace.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Right logs break no law; each spoilt one is judged as the plainest judge does. */
@Tag("S1")
@Tag("S2")
@Tag("S13")
class HistoryMutationsTest {
    private static final int HISTORIES = 100;
    private static final int LINES = 80;
    private static final int MUTATIONS_EACH = 12;

    /** What befalls a log. */
    private enum Mutation {
        SWAP,
        DROP,
        DUPLICATE,
        MOVE,
        OTHER_JOB,
        OTHER_MODE
    }

    @Test
    void rightHistoriesBreakNoLaw() throws IOException {
        for (int seed = 0; seed < HISTORIES; seed++) {
            List<String> lines = history(new Random(seed));
            HistoryReport report = check(lines);
            assertThat(report.breaches()).as("seed %d", seed).isEmpty();
            assertThat(report.damages()).as("seed %d", seed).isEmpty();
            assertThat(report.left()).isZero();
        }
    }

    @Test
    void spoiltHistoriesAreFoundUnlessTheyAreRight() throws IOException {
        Map<Mutation, int[]> foundOf = new EnumMap<>(Mutation.class);
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            List<String> lines = history(random);
            for (int i = 0; i < MUTATIONS_EACH; i++) {
                Mutation mutation = Mutation.values()[i % Mutation.values().length];
                List<String> spoilt = spoilt(lines, mutation, random);
                boolean found = isFound(check(spoilt));
                assertThat(found)
                        .as("seed %d, %s:%n%s", seed, mutation, String.join("\n", spoilt))
                        .isEqualTo(!NaiveJudge.isRight(spoilt));
                foundOf.computeIfAbsent(mutation, it -> new int[2])[found ? 1 : 0]++;
            }
        }
        foundOf.forEach((mutation, count) ->
                assertThat(count[1]).as("%s that spoil", mutation).isGreaterThan(HISTORIES / 10));
    }

    private static boolean isFound(HistoryReport report) {
        return report.broken() > 0 || report.damagedLines() > 0;
    }

    private static List<String> history(Random random) {
        return new RandomHistory(random, 1 + random.nextInt(6), 1 + random.nextInt(8)).lines(LINES);
    }

    private static List<String> spoilt(List<String> lines, Mutation mutation, Random random) {
        List<String> spoilt = new ArrayList<>(lines);
        int at = 1 + random.nextInt(lines.size() - 2);
        int other = 1 + random.nextInt(lines.size() - 2);
        String[] line = lines.get(at).split(",", -1);
        switch (mutation) {
            case SWAP -> spoilt.set(at, spoilt.set(at + 1, spoilt.get(at)));
            case DROP -> spoilt.remove(at);
            case DUPLICATE -> spoilt.add(other, spoilt.get(at));
            case MOVE -> spoilt.add(other, spoilt.remove(at));
            case OTHER_JOB -> {
                line[1] = lines.get(other).split(",", -1)[1];
                spoilt.set(at, String.join(",", line));
            }
            case OTHER_MODE -> {
                line[3] = line[3].equals("shared") ? "exclusive" : "shared";
                spoilt.set(at, line[0].equals("request") ? String.join(",", line) : lines.get(at));
            }
        }
        return spoilt;
    }

    private static HistoryReport check(List<String> lines) throws IOException {
        InputStream in =
                new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        return HistoryCheck.check(in, read -> {});
    }
}

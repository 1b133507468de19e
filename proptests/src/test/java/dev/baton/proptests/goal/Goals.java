package dev.baton.proptests.goal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures every goal and prints them as a table of Markdown; with {@code -Dbaton.rewrite=true} its
 * rows take the place of those of the same goals in the page given. {@code -Dbaton.budget} is for all
 * that are measured together, in CPU time of one thread; G25 takes its share of every processor.
 */
public final class Goals {
    static final String BEGIN = "<!-- goals: written by a command, see above -->\n";
    static final String END = "<!-- end of goals -->\n";

    /** What each takes of the time, at most; what does so much and no more takes none. */
    private static final Map<String, Integer> SHARES =
            Map.of("G3-bare", 1, "G3-engine", 1, "G5", 2, "G6", 1, "G10", 1, "G11", 6, "G25", 3);

    private Goals() {}

    /**
     * Measures.
     *
     * @param args the page, and goals if not all are wanted, such as G11
     * @throws IOException if the page cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<String> wanted = List.of(args).subList(1, args.length);
        Duration budget = Duration.parse(System.getProperty("baton.budget", "PT10M"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String table = table(wanted, budget);
        out.print(table);
        if (rewrites()) {
            Path page = Path.of(args[0]);
            Files.writeString(page, rewritten(Files.readString(page), table));
        }
    }

    static boolean rewrites() {
        return Boolean.getBoolean("baton.rewrite");
    }

    static String table(List<String> wanted, Duration budget) {
        List<Goal> goals = Goal.all().stream()
                .filter(goal -> wanted.isEmpty() || wanted.contains(goal.name()))
                .toList();
        int all = goals.stream().mapToInt(Goals::shareOf).sum();
        StringBuilder table = new StringBuilder(head());
        for (Goal goal : goals) {
            System.err.println("measuring " + goal.name());
            Duration share = budget.multipliedBy(shareOf(goal)).dividedBy(Math.max(1, all));
            table.append(row(goal, goal.measure(share)));
        }
        return table.toString();
    }

    private static int shareOf(Goal goal) {
        return SHARES.getOrDefault(goal.name(), 0);
    }

    static String head() {
        return "| goal | aim | measured | |\n|---|---|---|---|\n";
    }

    static String row(Goal goal, Goal.Measured measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |\n",
                goal.name(),
                goal.aim(),
                measured.words(),
                measured.verdict().words);
    }

    static String rewritten(String page, String table) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page has no block of goals");
        }
        Map<String, String> lines = new LinkedHashMap<>(); // by their first cells
        Stream.concat(page.substring(begin + BEGIN.length(), end).lines(), table.lines())
                .forEach(line -> lines.put(line.substring(0, line.indexOf('|', 1)), line));
        return page.substring(0, begin)
                + BEGIN
                + lines.values().stream().map(line -> line + "\n").collect(Collectors.joining())
                + page.substring(end);
    }
}

package dev.baton.proptests.goal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures every goal and prints them as a table of Markdown; with {@code -Dbaton.rewrite=true} the
 * block of that name in the page given becomes that table. {@code -Dbaton.budget} is for all of them
 * together.
 */
public final class Goals {
    static final String BEGIN = "<!-- goals: written by a command, see above -->\n";
    static final String END = "<!-- end of goals -->\n";

    /** What is measured elsewhere, or does so much and no more, takes no share of the time. */
    private static final Set<String> TAKES_SHARE =
            Set.of("G3-bare", "G3-engine", "G5", "G6", "G10", "G11");

    private Goals() {}

    /**
     * Measures.
     *
     * @param args the page, and goals if not all are wanted, such as G11
     * @throws IOException if the page cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<String> wanted = List.of(args).subList(1, args.length);
        Duration budget = Duration.parse(System.getProperty("baton.budget", "PT5M"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String table = table(wanted, budget);
        out.print(table);
        if (Boolean.getBoolean("baton.rewrite")) {
            Path page = Path.of(args[0]);
            Files.writeString(page, rewritten(Files.readString(page), table));
        }
    }

    static String table(List<String> wanted, Duration budget) {
        StringBuilder table = new StringBuilder(head());
        for (Goal goal : Goal.all()) {
            if (wanted.isEmpty() || wanted.contains(goal.name())) {
                System.err.println("measuring " + goal.name());
                Duration share = budget.dividedBy(TAKES_SHARE.size());
                table.append(row(goal, goal.measure(share)));
            }
        }
        return table.toString();
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
        return page.substring(0, begin) + BEGIN + table + page.substring(end);
    }
}

package dev.baton.trace.history;

import dev.baton.trace.history.HistoryReport.Breach;
import dev.baton.trace.history.HistoryReport.Damage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Logs written by hand, and what is said of them. */
final class Logs {
    private Logs() {}

    static HistoryReport check(byte[] log) throws IOException {
        return HistoryCheck.check(new ByteArrayInputStream(log), lines -> {});
    }

    static HistoryReport check(String... lines) throws IOException {
        return check((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Behind the header event,job,buffer,mode,after. */
    static HistoryReport csv(String... lines) throws IOException {
        return check("event,job,buffer,mode,after\n" + String.join("\n", lines));
    }

    static List<String> breaches(HistoryReport report) {
        return report.breaches().stream().map(Logs::inWords).toList();
    }

    private static String inWords(Breach breach) {
        return breach.line() + " " + breach.law() + ": " + breach.message();
    }

    static List<String> damages(HistoryReport report) {
        return report.damages().stream().map(Logs::inWords).toList();
    }

    private static String inWords(Damage damage) {
        String column = damage.column() == 0 ? "" : ":" + damage.column();
        return damage.line() + column + " " + damage.whatToDo();
    }
}

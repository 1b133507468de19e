package dev.baton.trace.history;

import dev.baton.event.Event;
import dev.baton.law.Laws;
import dev.baton.law.Violation;
import dev.baton.trace.history.HistoryReport.Breach;

import java.util.ArrayList;
import java.util.List;

/** The laws, and on which line of the log each was broken. */
final class Breaches {
    private static final int KEPT_MAX = 100;
    private static final String ONE_END = "one-end";

    private final Laws laws = Laws.oneByOne();
    private final List<Breach> kept = new ArrayList<>();
    private long own;
    private int known;

    void tell(long line, Event event) {
        laws.on(event);
        collect(line);
    }

    /** What the laws are not told, as it is about a job that they do not know. */
    void tell(long line, String what) {
        own++;
        keep(new Breach(line, ONE_END, what));
    }

    void end() {
        laws.end();
        collect(0);
    }

    List<String> checked() {
        return laws.checked();
    }

    List<Breach> kept() {
        return List.copyOf(kept);
    }

    long count() {
        return own + laws.broken();
    }

    int remembered() {
        return laws.remembered();
    }

    private void collect(long line) {
        List<Violation> all = laws.violations();
        for (; known < all.size(); known++) {
            keep(new Breach(line, all.get(known).law(), all.get(known).message()));
        }
    }

    private void keep(Breach breach) {
        if (kept.size() < KEPT_MAX) {
            kept.add(breach);
        }
    }
}

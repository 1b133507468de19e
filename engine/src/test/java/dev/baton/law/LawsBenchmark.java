package dev.baton.law;

import dev.baton.event.Event;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How long the laws take to check a history of 10^6 jobs on 4 queues each. Run its main with the
 * number of queues and of live jobs; the history is made in pieces, and only the checking is timed.
 */
final class LawsBenchmark {
    private static final int JOBS = 1_000_000;
    private static final int ACCESSES = 4;
    private static final int PIECE = 20_000;

    private LawsBenchmark() {}

    public static void main(String[] arguments) {
        int queues = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
        int live = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 32;
        for (int round = 1; round <= 3; round++) {
            run(queues, live);
        }
    }

    private static void run(int queues, int live) {
        List<Event> events = new ArrayList<>();
        SequentialDispatcher dispatcher =
                new SequentialDispatcher(new Random(11), queues, events::add);
        Laws laws = Laws.all();
        long nanos = 0;
        long count = 0;
        for (int job = 1; job <= JOBS; job++) {
            dispatcher.submit(ACCESSES);
            if (dispatcher.live() > live) {
                dispatcher.endOwning(0);
            }
            if (job == JOBS) {
                dispatcher.drain();
            }
            if (job % PIECE == 0) {
                count += events.size();
                long begin = System.nanoTime();
                events.forEach(laws::on);
                laws.quiescent();
                nanos += System.nanoTime() - begin;
                events.clear();
            }
        }
        laws.end();
        System.out.printf(
                "%,d jobs x %d queues of %d, %d live: %,d events in %.2f s, %d broken, kept %d%n",
                JOBS, ACCESSES, queues, live, count, nanos / 1e9, laws.broken(), laws.remembered());
    }
}

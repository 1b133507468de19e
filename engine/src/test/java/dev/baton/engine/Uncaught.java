package dev.baton.engine;

import java.util.ArrayList;
import java.util.List;

/** What goes to the handler of uncaught exceptions of this thread. */
final class Uncaught {
    private Uncaught() {}

    static List<Throwable> in(Runnable code) {
        List<Throwable> heard = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((same, thrown) -> heard.add(thrown));
        try {
            code.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        return heard;
    }
}

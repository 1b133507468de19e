package dev.baton.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A few lines on a terminal that are drawn again and again until it is closed, and are gone then. A
 * thread of its own draws them. However the process ends, unless it is killed, the terminal is left
 * as it was.
 */
final class LiveView implements AutoCloseable {
    private static final long PERIOD_NANOS = 1_000_000_000 / 15;

    /** The cursor is hidden, and lines that got too long as the window got narrow do not go on. */
    private static final String BEGIN = "\033[?25l\033[?7l";

    private static final String END = "\033[?7h\033[?25h";
    private static final String ERASE_BELOW = "\033[J";
    private static final String ERASE_REST = "\033[K";

    private final PrintWriter err;
    private final Supplier<List<TerminalLine>> picture;
    private final Thread sampler = new Thread(this::sample, "live view");
    private final Thread restorer = new Thread(this::restore, "live view's end");
    private int drawn;
    private volatile boolean closed;

    private LiveView(PrintWriter err, Supplier<List<TerminalLine>> picture) {
        this.err = err;
        this.picture = picture;
    }

    /**
     * Begins to draw.
     *
     * @param err where to
     * @param picture asked on another thread for what there is to see, fewer lines than the terminal
     *     has
     */
    static LiveView of(PrintWriter err, Supplier<List<TerminalLine>> picture) {
        LiveView view = new LiveView(err, picture);
        Runtime.getRuntime().addShutdownHook(view.restorer);
        view.sampler.setDaemon(true);
        view.sampler.start();
        return view;
    }

    private void sample() {
        while (!closed) {
            draw(picture.get());
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }

    private synchronized void draw(List<TerminalLine> lines) {
        if (closed) {
            return;
        }
        StringBuilder text = new StringBuilder(drawn == 0 ? BEGIN : up());
        lines.forEach(line -> text.append(line).append(ERASE_REST).append('\n'));
        err.print(text.append(ERASE_BELOW));
        err.flush();
        drawn = lines.size();
    }

    private String up() {
        return "\033[" + drawn + "A\r";
    }

    private synchronized void restore() {
        if (drawn > 0 && !closed) {
            err.print(up() + ERASE_BELOW + END);
            err.flush();
        }
        closed = true;
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException e) { // it is just being run
        }
    }
}

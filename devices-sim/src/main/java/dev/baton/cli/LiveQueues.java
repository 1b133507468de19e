package dev.baton.cli;

import dev.baton.cli.LiveStrip.Look;
import dev.baton.engine.AccessMode;
import dev.baton.event.Event;
import dev.baton.event.EventListener;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * The queues of a run that goes on, as rows: who has owned them in the last moments, who owns them,
 * and who waits. Below them the vblanks, and which letter is which client.
 *
 * <p><b>Threading:</b> any thread. <b>Memory:</b> bounded by what is live, and by what is shown.
 */
final class LiveQueues implements EventListener {
    private static final String BOLD = "1";
    private static final String INVERSE = "7;";
    private static final String[] COLOURS = {"33", "36", "32", "35", "34", "37"};
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final Look VBLANK = new Look('|', TerminalLine.PLAIN);
    private static final Look MISSED = new Look('!', "31");
    private static final String LEGEND =
            "CAPITALS own alone, small letters share, behind < they wait;"
                    + " | vblank, ! with nothing new";

    /** The parts of a line: a name, the last moments, and what is now. */
    private static final int NAME_MAX = 16;

    private static final int PARTS = 4;

    /** The title, what is left out, who is who, the legend, and the cursor. */
    private static final int OTHER_LINES = 5;

    private final Terminal terminal;
    private final Map<Long, Row> queues = new TreeMap<>();
    private final Map<String, LiveStrip> displays = new TreeMap<>();
    private final Queue<Vblank> vblanks = new ConcurrentLinkedQueue<>();
    private final Map<Long, Event.Submitted> jobs = new HashMap<>();
    private final Map<String, Look> clients = new LinkedHashMap<>();
    private final LongFunction<String> title;
    private long nowNanos;

    /**
     * No queues yet.
     *
     * @param terminal how large it is
     * @param title of the time
     */
    LiveQueues(Terminal terminal, LongFunction<String> title) {
        this.terminal = terminal;
        this.title = title;
    }

    /** Who owns a buffer, and who waits for it, in the order of the queue. */
    private static final class Row {
        private final String name;
        private final Map<Long, Look> owners = new LinkedHashMap<>();
        private final Map<Long, Look> waiting = new LinkedHashMap<>();
        private final LiveStrip strip = new LiveStrip();

        Row(String name) {
            this.name = name;
        }
    }

    private record Vblank(String display, long nanos, Look look) {}

    synchronized void at(long nanos) {
        nowNanos = Math.max(nowNanos, nanos);
    }

    /** On the thread of a display, which waits for nobody here. */
    void vblank(String display, long nanos, boolean missed) {
        vblanks.add(new Vblank(display, nanos, missed ? MISSED : VBLANK));
    }

    private void drawVblanks() {
        for (Vblank vblank = vblanks.poll(); vblank != null; vblank = vblanks.poll()) {
            at(vblank.nanos);
            LiveStrip strip = displays.computeIfAbsent(vblank.display, name -> new LiveStrip());
            strip.set(vblank.nanos, vblank.look);
            strip.set(vblank.nanos + 1, null);
        }
    }

    @Override
    public synchronized void on(Event event) {
        at(event.nanos());
        if (event instanceof Event.Submitted job) {
            submitted(job);
        } else if (event instanceof Event.Available available) {
            own(available);
        } else if (event instanceof Event.AccessReleased released) {
            leave(released, released.queue());
        } else if (event instanceof Event.End) {
            Event.Submitted job = jobs.remove(event.job());
            if (job != null) {
                job.accesses().forEach(access -> leave(event, access.queue()));
            }
        }
    }

    /** After a loss nobody knows who owns what; what comes is shown. */
    @Override
    public synchronized void dropped(long count) {
        jobs.clear();
        queues.clear();
    }

    private void submitted(Event.Submitted job) {
        jobs.put(job.job(), job);
        Look look = clients.computeIfAbsent(job.client(), this::look);
        for (Event.SubmittedAccess access : job.accesses()) {
            Row queue = queues.computeIfAbsent(access.queue(), id -> new Row(access.queueName()));
            if (access.mode() == AccessMode.EXCLUSIVE) {
                queue.waiting.put(job.job(), look);
            } else if (access.mode() == AccessMode.SHARED) {
                queue.waiting.put(job.job(), shared(look));
            }
        }
    }

    private void own(Event.Available available) {
        Row queue = queues.get(available.queue());
        Look look = queue == null ? null : queue.waiting.remove(available.job());
        if (queue != null && look != null) {
            queue.owners.put(available.job(), look);
            queue.strip.set(available.nanos(), look);
        }
    }

    private void leave(Event event, long id) {
        Row queue = queues.get(id);
        if (queue != null) {
            queue.waiting.remove(event.job());
            if (queue.owners.remove(event.job()) != null) {
                Stream<Look> left = queue.owners.values().stream();
                queue.strip.set(event.nanos(), left.reduce((one, next) -> next).orElse(null));
            }
        }
    }

    /** A letter that no other client has, if there is one, as of an exclusive owner. */
    private Look look(String client) {
        char letter = (client + ALPHABET)
                .toUpperCase(Locale.ROOT)
                .chars()
                .mapToObj(at -> (char) at)
                .filter(at -> ALPHABET.indexOf(at) >= 0)
                .filter(at -> clients.values().stream().noneMatch(look -> look.letter() == at))
                .findFirst()
                .orElse('?');
        return new Look(letter, INVERSE + COLOURS[clients.size() % COLOURS.length]);
    }

    private static Look shared(Look exclusive) {
        return new Look(
                Character.toLowerCase(exclusive.letter()), exclusive.style().replace(INVERSE, ""));
    }

    /** As it is now; fewer lines than the terminal has. */
    synchronized List<TerminalLine> lines() {
        drawVblanks();
        List<TerminalLine> lines = new ArrayList<>();
        lines.add(new TerminalLine(terminal).add(title.apply(nowNanos), BOLD));
        int room = Math.max(1, terminal.lines() - OTHER_LINES - displays.size());
        queues.values().stream().limit(room).forEach(queue -> lines.add(row(queue)));
        if (queues.size() > room) {
            lines.add(plain("and " + (queues.size() - room) + " more queues"));
        }
        displays.forEach((name, strip) -> lines.add(row(name + " vblanks", strip)));
        TerminalLine who = new TerminalLine(terminal);
        clients.forEach((client, look) -> who.add(String.valueOf(look.letter()), look.style())
                .add(" " + client + "  ", TerminalLine.PLAIN));
        lines.add(who);
        lines.add(plain(LEGEND));
        return lines;
    }

    private TerminalLine plain(String text) {
        return new TerminalLine(terminal).add(text, TerminalLine.PLAIN);
    }

    private TerminalLine row(Row queue) {
        TerminalLine line = row(queue.name, queue.strip);
        line.add(" ", TerminalLine.PLAIN);
        queue.owners.values().forEach(look -> add(line, look));
        if (!queue.waiting.isEmpty()) {
            line.add(" < ", TerminalLine.PLAIN);
            queue.waiting.values().forEach(look -> add(line, look));
        }
        return line;
    }

    private static void add(TerminalLine line, Look look) {
        line.add(String.valueOf(look.letter()), look.style());
    }

    private TerminalLine row(String name, LiveStrip strip) {
        int nameWidth = Math.min(NAME_MAX, terminal.columns() / PARTS);
        TerminalLine line = new TerminalLine(terminal).column(name, nameWidth);
        line.add(" ", TerminalLine.PLAIN);
        strip.draw(line, terminal.columns() / PARTS * 2, nowNanos);
        return line;
    }
}

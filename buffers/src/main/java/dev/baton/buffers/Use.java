package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who uses a buffer just now: attachments, brackets, and what is tracked. Written rarely, read often. */
final class Use {
    /*
     *   field       | guard | read     | written by
     *   attachments | this  | volatile | add, remove: a fresh immutable list each time
     *   brackets    | this  | volatile | the same
     *   tracked     | none  | volatile | once, by the first that is tracked
     *   enforced    | none  | volatile | to true
     */
    private volatile List<Attachment> attachments = List.of();
    private volatile List<CpuAccess.Bracketed> brackets = List.of();
    private volatile @Nullable Map<Object, Throwable> tracked;
    private volatile boolean enforced = Boolean.getBoolean("baton.buffers.debug");

    List<Attachment> attachments() {
        return attachments;
    }

    List<CpuAccess.Bracketed> brackets() {
        return brackets;
    }

    void enforceBrackets() {
        enforced = true;
    }

    boolean enforcesBrackets() {
        return enforced;
    }

    synchronized void add(Attachment attachment) {
        attachments = with(attachments, attachment);
    }

    synchronized void remove(Attachment attachment) {
        attachments = without(attachments, attachment);
    }

    synchronized void add(CpuAccess.Bracketed bracket) {
        brackets = with(brackets, bracket);
    }

    synchronized void remove(CpuAccess.Bracketed bracket) {
        brackets = without(brackets, bracket);
    }

    void track(Object what, Throwable place) {
        Map<Object, Throwable> now = tracked;
        if (now == null) {
            now = trackedMade();
        }
        now.put(what, place);
    }

    private synchronized Map<Object, Throwable> trackedMade() {
        Map<Object, Throwable> now = tracked;
        if (now == null) {
            now = new ConcurrentHashMap<>();
            tracked = now;
        }
        return now;
    }

    void untrack(Object what) {
        Map<Object, Throwable> now = tracked;
        if (now != null) {
            now.remove(what);
        }
    }

    /** What is open and where it was made. */
    List<String> places() {
        Map<Object, Throwable> now = tracked;
        if (now == null) {
            return List.of();
        }
        return now.entrySet().stream()
                .map(open -> open.getKey() + " made at " + Tracking.placeOf(open.getValue()))
                .sorted()
                .toList();
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return List.copyOf(more);
    }

    private static <T> List<T> without(List<T> list, T one) {
        List<T> fewer = new ArrayList<>(list);
        fewer.remove(one);
        return List.copyOf(fewer);
    }
}

package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Something to run at a fence's signal, once; the handle to take it back.
 *
 * <p>Callbacks of one fence are linked, the newest first. One that was taken back stays linked until
 * a newer one comes or {@link Fence#SWEEP_EVERY} have gathered; it keeps nothing alive meanwhile.
 *
 * <p><b>Threading:</b> any thread.
 *
 * @since 0.1
 */
public sealed class Callback permits HookedCallback {
    private static final VarHandle ACTION;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACTION = lookup.findVarHandle(Callback.class, "action", Consumer.class);
            NEXT = lookup.findVarHandle(Callback.class, "next", Callback.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Fence fence;

    /** What to run; null when it was begun or taken back. Written: to null, by exchange. */
    private @Nullable Consumer<? super Fence> action;

    /** The next older. Plain before it is published; then opaque, as any value leads on to all live. */
    @Nullable
    Callback next;

    Callback(Fence fence, Consumer<? super Fence> action) {
        this.fence = fence;
        this.action = Objects.requireNonNull(action, "action");
    }

    /**
     * Takes the callback back.
     *
     * @return true if it will not run because of this call; false if it has begun or was taken back
     *     before
     */
    public final boolean remove() {
        if (take() == null) {
            return false;
        }
        unhook();
        fence.noteRemoved();
        return true;
    }

    /** Nobody is interested any more. */
    void unhook() {}

    /** Decides who has it: the thread that runs it, or the one that takes it back. */
    @SuppressWarnings("unchecked")
    private @Nullable Consumer<? super Fence> take() {
        return (Consumer<? super Fence>) ACTION.getAndSet(this, (Consumer<? super Fence>) null);
    }

    private boolean isLive() {
        return ACTION.getOpaque(this) != null;
    }

    final void run() {
        Consumer<? super Fence> mine = take();
        if (mine != null) {
            mine.accept(fence);
        }
    }

    private @Nullable Callback next() {
        return (Callback) NEXT.getOpaque(this);
    }

    /** The first that was not taken back, of this list. */
    static @Nullable Callback firstLive(@Nullable Callback from) {
        Callback at = from;
        while (at != null && !at.isLive()) {
            at = at.next();
        }
        return at;
    }

    /**
     * Unlinks those behind this one that were taken back. Another thread that does the same may link
     * one of them again: it leads on to every live one just as well, and goes with the next sweep.
     *
     * @return how many are left
     */
    final int dropRemoved() {
        int left = 1;
        Callback at = this;
        for (Callback live = firstLive(next()); live != null; live = firstLive(at.next())) {
            NEXT.setOpaque(at, live);
            at = live;
            left++;
        }
        NEXT.setOpaque(at, null);
        return left;
    }

    /** Adds this and all older ones to what is to run, the oldest first. */
    final void addTo(Deque<Runnable> due) {
        List<Callback> newestFirst = new ArrayList<>();
        for (Callback at = this; at != null; at = at.next()) {
            newestFirst.add(at);
        }
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            due.add(newestFirst.get(i)::run);
        }
    }
}

package dev.baton.fence;

import dev.baton.engine.RefusedException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A fence that signals with the first of several, well or with its error, and knows which it was.
 * After {@code dma_fence_wait_any_timeout}.
 *
 * <p>Its members tell it from its creation on, as nobody could say afterwards which came first. They
 * keep it until the first has signaled.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> lock-free. <b>Cost:</b> linear in the members,
 * at its creation and at its signal.
 *
 * @since 0.1
 */
public final class AnyFence extends Fence {
    private static final VarHandle FIRST;

    static {
        try {
            FIRST = MethodHandles.lookup().findVarHandle(AnyFence.class, "first", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<Fence> members;
    private final AtomicReferenceArray<Callback> hooks;

    /** Which one came first, or -1. Read: volatile. Written: CAS, once. */
    private int first = -1;

    private AnyFence(List<Fence> members) {
        super("the first of " + members.size());
        this.members = members;
        this.hooks = new AtomicReferenceArray<>(members.size());
    }

    static AnyFence of(List<? extends Fence> fences) {
        if (fences.isEmpty()) {
            throw new RefusedException("S9", "the first of no fences would never signal");
        }
        AnyFence any = new AnyFence(List.copyOf(fences));
        any.hook();
        return any;
    }

    private void hook() {
        for (int i = 0; i < members.size() && firstNow() < 0; i++) {
            int index = i;
            Callback hook = members.get(i).add(member -> told(index));
            hooks.set(i, hook);
            if (hook == null) {
                told(index);
            }
        }
        if (firstNow() >= 0) {
            unhook();
        }
    }

    private void told(int index) {
        // Decides:   which member was the first, and so the error.
        // Needs:     the member has signaled.
        // Won:       it never leaves a member's index.
        // Lost:      another member was told of earlier.
        // Orders:    nothing; the signal does.
        // Tested by: AnyFenceTest, and the seeded fault any-of-reports-another.
        if (FIRST.compareAndSet(this, -1, index)) {
            unhook();
            signal(members.get(index).error());
        }
    }

    /** Whoever sets a hook looks for the first afterwards, who is first looks for hooks. */
    private void unhook() {
        for (int i = 0; i < hooks.length(); i++) {
            // Decides: who takes the hook back. Lost: it is gone already.
            Callback hook = hooks.getAndSet(i, null);
            if (hook != null) {
                hook.remove();
            }
        }
    }

    private int firstNow() {
        return (int) FIRST.getVolatile(this);
    }

    /**
     * Which one it was.
     *
     * @return the place of the first to signal in the list given; -1 while this is pending. Of those
     *     that had signaled before, the first in the list
     */
    public int index() {
        return isSignaled() ? firstNow() : -1;
    }

    /**
     * What it follows.
     *
     * @return the list given
     */
    public List<Fence> members() {
        return members;
    }

    /** Of several any will do, so it follows none of them for certain. */
    @Override
    public List<Fence> follows() {
        return members.size() == 1 ? members : List.of();
    }

    @Override
    protected void deadlineHinted(long nanos) {
        members.forEach(member -> member.hintDeadline(nanos));
    }
}

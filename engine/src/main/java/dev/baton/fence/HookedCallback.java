package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A callback of a fence that follows others: while it is wanted, it is told by each of them. Each
 * callback has hooks of its own, so none relies on another thread having set them.
 */
final class HookedCallback extends Callback {
    private final AtomicInteger left;

    /** One for each fence followed; null for such as had signaled. Written before it is published. */
    private final @Nullable Callback[] hooks;

    /** Hooks on all the members; at the last signal, on whatever thread, the fence is polled. */
    HookedCallback(Fence fence, Consumer<? super Fence> action, List<Fence> members) {
        super(fence, action);
        left = new AtomicInteger(members.size());
        hooks = new Callback[members.size()];
        Consumer<Fence> told = member -> countDown(fence);
        for (int i = 0; i < hooks.length; i++) {
            hooks[i] = members.get(i).add(told);
            if (hooks[i] == null) {
                countDown(fence);
            }
        }
    }

    private void countDown(Fence fence) {
        if (left.decrementAndGet() == 0) {
            fence.poll();
        }
    }

    @Override
    void unhook() {
        for (Callback hook : hooks) {
            if (hook != null) {
                hook.remove();
            }
        }
    }
}

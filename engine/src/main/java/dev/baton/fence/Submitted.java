package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What will reach a point of a timeline. Guarded by the lock of its {@link Points}. */
final class Submitted {
    final List<Fence> fences = new ArrayList<>(1);

    /** On those fences, as far as they had not signaled. */
    final List<Callback> callbacks = new ArrayList<>(1);

    /** How many of the fences are still to signal. */
    int open;

    /** The producer has to come so far as well. */
    boolean promised;

    void follow(Fence fence) {
        fences.add(fence);
        open++;
    }

    boolean isOver(boolean advanced) {
        return open == 0 && (advanced || !promised);
    }

    /** Of the fence that was submitted first, if several failed. */
    @Nullable
    Throwable error() {
        return fences.stream()
                .map(Fence::error)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    List<Runnable> lettingGo() {
        return callbacks.stream().<Runnable>map(it -> it::remove).toList();
    }
}

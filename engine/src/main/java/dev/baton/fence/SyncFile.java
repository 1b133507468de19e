package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A snapshot of fences, itself the fence of all of them. After the kernel's {@code sync_file} and
 * the {@code dma_fence_array} in it.
 *
 * <p>It never changes, whatever its makers do later; it signals when all its members have. Its error
 * is that of a member found failed at the merge, else that of the first failed member in their order.
 *
 * <p><b>Threading:</b> any thread; who asks first after the last member's signal may be the one that
 * signals this, and runs its callbacks inside the question. <b>Progress:</b> lock-free. <b>Cost:</b>
 * asking whether it has signaled looks at its members until it has. Only a callback hooks on them,
 * and lets go of them when it is taken back: a snapshot that was dropped leaves nothing on fences
 * that stay pending for long.
 *
 * @since 0.1
 */
public final class SyncFile extends Fence {
    private final List<Fence> members;

    /** Of members that had signaled before the merge. */
    private final @Nullable Throwable early;

    private SyncFile(List<Fence> pending, @Nullable Throwable early) {
        super(nameOf(pending));
        this.members = pending.isEmpty() ? List.of(signaled()) : pending;
        this.early = early;
        if (pending.isEmpty()) {
            signal(early);
        }
    }

    private static String nameOf(List<Fence> pending) {
        return switch (pending.size()) {
            case 0 -> "nothing";
            case 1 -> pending.get(0).name();
            default -> pending.get(0).name() + " and " + (pending.size() - 1) + " more";
        };
    }

    /**
     * A snapshot of several fences; see {@link #merge(Collection)}.
     *
     * @param fences any number
     * @return their snapshot
     */
    public static SyncFile merge(Fence... fences) {
        return merge(List.of(fences));
    }

    /**
     * A snapshot of several fences. Of a snapshot among them its members are taken. A fence that has
     * signaled is dropped; the first error found so is kept (the kernel loses it). Of each context
     * the newest point stays, as it comes true last, in the place of the first. Source: {@code
     * sync_file_merge}, {@code dma_fence_unwrap_merge}.
     *
     * <p><b>Cost:</b> linear in the members.
     *
     * @param fences any number; of none, or of none pending, the snapshot is signaled
     * @return their snapshot
     */
    public static SyncFile merge(Collection<? extends Fence> fences) {
        Merge merge = new Merge();
        fences.forEach(merge::add);
        return new SyncFile(List.copyOf(merge.newest.values()), merge.early);
    }

    /**
     * What it waits for.
     *
     * @return the fences, none of them a snapshot; {@link Fence#signaled()} alone if there was
     *     nothing to wait for
     */
    public List<Fence> members() {
        return members;
    }

    /**
     * How many members are pending.
     *
     * @return 0 if it has signaled
     */
    public int activeCount() {
        return (int) members.stream().filter(member -> !member.isSignaled()).count();
    }

    @Override
    public List<Fence> follows() {
        return members;
    }

    @Override
    boolean poll() {
        for (Fence member : members) {
            if (!member.isSignaled()) {
                return false;
            }
        }
        signal(firstError());
        return true;
    }

    private @Nullable Throwable firstError() {
        Throwable first = early;
        for (int i = 0; first == null && i < members.size(); i++) {
            first = members.get(i).error();
        }
        return first;
    }

    @Override
    Callback callback(Consumer<? super Fence> action) {
        return new HookedCallback(this, action, members);
    }

    @Override
    protected void deadlineHinted(long nanos) {
        members.forEach(member -> member.hintDeadline(nanos));
    }

    /** What is left of the fences looked at so far. */
    private static final class Merge {
        final Map<Long, Fence> newest = new LinkedHashMap<>();

        @Nullable
        Throwable early;

        void add(Fence fence) {
            if (fence instanceof SyncFile file) {
                keep(file.early);
                file.members.forEach(this::add);
            } else if (fence.isSignaled()) {
                keep(fence.error());
            } else {
                newest.merge(fence.context(), fence, (a, b) -> a.point() < b.point() ? b : a);
            }
        }

        private void keep(@Nullable Throwable error) {
            if (early == null) {
                early = error;
            }
        }
    }
}

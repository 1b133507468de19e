package dev.baton.proptests;

import dev.baton.fence.Callback;
import dev.baton.fence.Fence;
import dev.baton.fence.SyncFile;
import dev.baton.fence.Timeline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One fence that two threads signal, each in its way, while they add and take back callbacks. */
final class FenceTrial {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int TIMELINE_EVERY = 64;

    private final Fence fence;
    private final BooleanSupplier signalOfOne;
    private final BooleanSupplier signalOfOther;

    /** Whether one of the two signals has to say that it came too late. */
    private final boolean once;

    /** What happens, a bit for each choice. */
    private final int choices;

    private final Watched before = new Watched();
    private final Watched ofOne = new Watched();
    private final Watched ofOther = new Watched();
    private boolean signaledByOne;
    private boolean signaledByOther;
    private boolean awaited = true;

    private FenceTrial(
            Fence fence,
            BooleanSupplier signalOfOne,
            BooleanSupplier signalOfOther,
            boolean once,
            int choices) {
        this.fence = fence;
        this.signalOfOne = signalOfOne;
        this.signalOfOther = signalOfOther;
        this.once = once;
        this.choices = choices;
        if (chooses(7)) {
            before.addTo(fence);
        }
    }

    static FenceTrial of(SplittableRandom random) {
        Completion one = new Completion();
        Completion other = new Completion();
        int choices = random.nextInt();
        if (random.nextInt(TIMELINE_EVERY) == 0) {
            Timeline timeline = new Timeline("timeline");
            timeline.submit(1, one);
            timeline.submit(2, other);
            return new FenceTrial(timeline.point(2), one::done, other::done, false, choices);
        }
        return switch (random.nextInt(4)) {
            case 0 ->
                new FenceTrial(SyncFile.merge(one, other), one::done, other::done, false, choices);
            case 1 ->
                new FenceTrial(
                        Fence.anyOf(List.of(one, other)), one::done, other::done, false, choices);
            default -> new FenceTrial(one, one::done, one::done, true, choices);
        };
    }

    private boolean chooses(int bit) {
        return (choices & 1 << bit) != 0;
    }

    void one() {
        if (chooses(0)) {
            ofOne.addTo(fence);
        }
        signaledByOne = signalOfOne.getAsBoolean();
        if (chooses(1)) {
            ofOne.remove();
        }
    }

    void other() {
        if (chooses(2)) {
            signaledByOther = signalOfOther.getAsBoolean();
        }
        if (chooses(3)) {
            before.remove();
        }
        if (chooses(4)) {
            ofOther.addTo(fence);
        }
        if (chooses(5)) {
            ofOther.remove();
        }
        if (!chooses(2)) {
            signaledByOther = signalOfOther.getAsBoolean();
        }
        if (chooses(6)) {
            await();
        }
    }

    private void await() {
        try {
            awaited = fence.await(LONG);
        } catch (InterruptedException e) {
            awaited = false;
        }
    }

    /** When both threads are through. To ask the fence may signal it, so that comes last. */
    void judge() {
        boolean right = before.isRight()
                && ofOne.isRight()
                && ofOther.isRight()
                && awaited
                && (once ? signaledByOne ^ signaledByOther : signaledByOne && signaledByOther)
                && fence.isSignaled();
        if (!right) {
            throw new AssertionError(String.format(
                    "%s, choices %x: signaled by one %s, by other %s, callbacks: before %s; one %s; other %s",
                    fence, choices, signaledByOne, signaledByOther, before, ofOne, ofOther));
        }
    }

    /** Signaled by whoever comes first. */
    private static final class Completion extends Fence {
        Completion() {
            super("completion");
        }

        boolean done() {
            return signal(null);
        }
    }

    /** A callback, and what became of it. */
    private static final class Watched {
        private final AtomicInteger ran = new AtomicInteger();
        private @Nullable Callback callback;
        private boolean removed;

        void addTo(Fence fence) {
            callback = fence.add(it -> ran.incrementAndGet());
        }

        void remove() {
            removed = callback != null && callback.remove();
        }

        boolean isRight() {
            int expected = callback == null || removed ? 0 : 1;
            return ran.get() == expected;
        }

        @Override
        public String toString() {
            return (callback == null ? "refused" : removed ? "removed" : "kept") + ", ran " + ran;
        }
    }
}

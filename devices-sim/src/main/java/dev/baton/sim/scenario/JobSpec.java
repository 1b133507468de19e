package dev.baton.sim.scenario;

import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.Worded;
import dev.baton.sim.gpu.Priority;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A job that is submitted again and again.
 *
 * @param name by which other jobs and faults name it
 * @param on the device whose client it is submitted with
 * @param trigger what makes it be submitted
 * @param wakes the CPU that is woken first and submits it; null for no wake-up in between
 * @param countMax so many iterations and no more; {@link Long#MAX_VALUE} if only time ends them
 * @param buffers what it uses
 * @param work what is done
 * @param context which of the GPU's contexts submits it; the default one elsewhere
 * @param sync when it may go, besides its buffers
 * @since 0.1
 */
public record JobSpec(
        String name,
        String on,
        Trigger trigger,
        @Nullable String wakes,
        long countMax,
        Buffers buffers,
        Work work,
        Context context,
        Sync sync) {

    JobSpec limited(long most) {
        long count = Math.min(countMax, most);
        return new JobSpec(name, on, trigger, wakes, count, buffers, work, context, sync);
    }

    /**
     * The buffers of an iteration.
     *
     * @param reads shared
     * @param writes exclusive
     * @param unordered named, not waited for (S2)
     * @param shows the display's planes, the primary one first: shared, unless the same use is also
     *     in {@code unordered}; empty for everything but displays
     * @param acquire all at once, or one after the other
     * @param maps how a GPU maps them through its IOMMU, job by job; null if it keeps them mapped
     */
    public record Buffers(
            List<BufferUse> reads,
            List<BufferUse> writes,
            List<BufferUse> unordered,
            List<BufferUse> shows,
            Acquire acquire,
            @Nullable Maps maps) {}

    /**
     * What is done with the bytes, and for how long.
     *
     * @param kind what
     * @param takes how long; null where the device's own clock decides (displays, cameras)
     */
    public record Work(Kind kind, @Nullable Spread takes) {
        /** The kinds of work. */
        public enum Kind implements Worded {
            /** None: the time passes, no byte is touched. */
            NONE,
            /** One colour. */
            FILL,
            /** The frame's number in every row. */
            STAMP,
            /** A copy of what is read, in the same format and size. */
            BLIT,
            /** A blurred copy of the same size. */
            BLUR,
            /** A copy of the same size, in the written picture's format. */
            CONVERT,
            /** A copy in the written picture's size. */
            THUMBNAIL,
            /** What is read is laid over what is written. */
            OVERLAY,
            /** Compares what is read with what should be there. */
            CHECK;

            boolean readsPicture() {
                return this != NONE && this != FILL && this != STAMP;
            }

            boolean writesPicture() {
                return this != NONE && this != CHECK;
            }

            boolean keepsSize() {
                return this == BLIT || this == BLUR || this == CONVERT;
            }
        }
    }

    /**
     * A GPU context, made by the first job that names it.
     *
     * @param name its name; by default the job's own
     * @param ring which ring its jobs go to
     * @param priority among the contexts of the ring
     */
    public record Context(String name, int ring, Priority priority) {}

    /**
     * Time and explicit sync (S8, S9, S15, S16). Durations are counted from submission.
     *
     * @param waits jobs whose out-fence of the same iteration is waited for
     * @param notBeforeNanos not granted earlier; 0 for at once
     * @param expiresNanos cancelled if not granted by then; {@link #NEVER} for never
     * @param deadlineNanos when it should be done, a hint; {@link #NEVER} for none
     * @param holdNanos the hold watchdog; {@link #NEVER} for none
     * @param onPoison what becomes of it if a buffer comes poisoned
     * @param follows the audio clock before whose time the frame is not shown; null for none
     * @param mediaNanos from frame to frame in the media; 0 if it has no such time
     */
    public record Sync(
            List<String> waits,
            long notBeforeNanos,
            long expiresNanos,
            long deadlineNanos,
            long holdNanos,
            PoisonPolicy onPoison,
            @Nullable String follows,
            long mediaNanos) {
        /** No such time. */
        public static final long NEVER = Long.MAX_VALUE;
    }

    /** How an iteration gets its buffers. */
    public enum Acquire implements Worded {
        /** All in one job. */
        ATOMIC,
        /** The naive way: one job for each, asked for when the one before is granted. */
        ONE_BY_ONE
    }

    /** How a GPU maps the buffers of a job before it begins; it unmaps them at its end. */
    public enum Maps implements Worded {
        /** One by one, keeping what it has. */
        INCREMENTAL,
        /** All or nothing. */
        BATCHED
    }
}

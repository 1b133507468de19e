package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Who is granted jobs: a GPU, a display controller, a CPU thread, a camera.
 *
 * <p>{@link #granted} runs <em>directly</em> on the thread that made the grant true: one that
 * submits, releases or cancels some job. Let it start the work and return. For another thread, give
 * an {@link Inbox} as the client and poll it there, or an {@link #executor}.
 *
 * <p>Jobs that one release lets go are told in the order of their queue (S18), a job that waits in
 * several of them when its last access comes; an {@link Inbox} is filled before direct clients are
 * called. Grants of jobs that share no queue come in any order: frame 2 in one buffer may be ready
 * before frame 1 in another. A device that must keep the order of its jobs is a resource itself:
 * give it a bare {@link SyncQueue} and name that exclusively in each of its sets.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Client {
    /**
     * Tells that the job owns all its buffers. Called once per granted job (S3), possibly before
     * {@code submit} has returned the same {@code Job} (S18); not at all if another thread, which has
     * the job from {@code submit}, ends it between its grant and this call.
     *
     * <p><b>Threading:</b> any thread, with nothing held: it may submit, release and cancel. Grants
     * that arise inside are told on this thread after it returns, so a chain of releases inside
     * grants uses bounded stack. It must not block: jobs let go by the same release wait for it. To wait for
     * a fence is refused (S18) in here and in every other callback of this interface.
     *
     * <p><b>Memory:</b> everything done before the release of each job that this one waited for
     * happens-before this call.
     *
     * <p>A client hears of grants only. Of an end that was not its own doing, a cancellation or the
     * closing of a queue, {@link Job#whenEnded()} tells.
     *
     * @param job the job, now owned by this client until it calls {@link Job#release()}
     */
    void granted(Job job);

    /**
     * The client's name, for events and reports.
     *
     * @return the name; unless overridden the class's simple name, or {@code client} where that
     *     differs from run to run or is empty: for a lambda and for an anonymous class
     */
    default String name() {
        Class<?> type = getClass();
        return type.isHidden() || type.isAnonymousClass() ? "client" : type.getSimpleName();
    }

    /**
     * Whether this client works on each buffer as it comes (S6). Asked at each submit, where asking
     * for the type would cost more than all the rest.
     *
     * @return true for an {@link EagerClient}, and for no other
     */
    default boolean isEager() {
        return false;
    }

    /**
     * The hardware that this client orders itself with (S12). Asked at each submit.
     *
     * @return the domain of a {@link HardwareClient}; null for every other
     */
    default @Nullable HardwareDomain<?> domain() {
        return null;
    }

    /**
     * Where this client's callbacks run. With an executor, the grant is handed to that; what it
     * rejects ends the job FAILED, with the rejection as cause (S18). One that drops tasks silently
     * leaves jobs granted and untold.
     *
     * @return the executor; null, unless overridden: directly on the thread that made the grant true
     */
    default @Nullable Executor executor() {
        return null;
    }

    /**
     * Asks, when a job's hold has run out without a sign of life, whether the client is still at
     * work (S16). Runs on a thread of the dispatcher's {@link Timers}; it must not block.
     *
     * @param job the job it owns
     * @return true to count the hold anew; unless overridden false
     */
    default boolean isWorking(Job job) {
        return false;
    }

    /**
     * Takes the buffers of a job from the client, which did not give them back: reset the device,
     * revoke its mappings. The buffers go to the next job when this returns, so the client must not
     * be able to touch them any more (S16). Unless overridden it does nothing. What it throws goes to
     * the thread's uncaught exception handler, and the buffers go on. A closing calls it once more if
     * a job's end was decided and did not take effect by its deadline: whoever decided it may be
     * stopped in here.
     *
     * @param job the job, which has ended and still counts as owning its buffers
     */
    default void fenceOff(Job job) {}

    /**
     * Hears when somebody who waits for a job would like it to be done (S11). A hint, best effort: a
     * device may run faster for it; nothing fails without. Called for a job that owns buffers, for
     * each deadline earlier than those before; of one that came before the grant {@link
     * Job#deadlineNanos()} tells. Runs like {@link #granted}, directly on the hinting thread.
     *
     * @param job the job, which may be over by now
     * @param nanos the deadline, a time of the dispatcher's {@link Timers}
     */
    default void deadlineHinted(Job job, long nanos) {}

    /**
     * A client whose callbacks run on an executor.
     *
     * @param executor where
     * @param client what to call there
     * @return a client that is told on the executor and is otherwise the same; eager if that is
     */
    static Client on(Executor executor, Client client) {
        return client instanceof EagerClient eager
                ? new ExecutorClient.Eager(executor, eager)
                : new ExecutorClient(executor, client);
    }
}

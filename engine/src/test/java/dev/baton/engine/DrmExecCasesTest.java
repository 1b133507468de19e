package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel's tests of drm_exec, which locks what a submission names; here a set does that. */
class DrmExecCasesTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** L:drivers/gpu/drm/tests/drm_exec_test.c sanitycheck: begun and ended, with nothing in it. */
    @Test
    @Tag("drm_exec_sanitycheck")
    @Tag("S4")
    void sanitycheckSetOfNothingIsGrantedAndEnds() {
        Job job = dispatcher.submit(AccessSet.builder().build(), client);

        assertThat(client.jobs()).containsExactly(job);
        assertThat(job.release()).isTrue();
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /** L:drivers/gpu/drm/tests/drm_exec_test.c lock: one object, locked at the first attempt. */
    @Test
    @Tag("drm_exec_lock")
    @Tag("S3")
    void lockOneBufferIsOwnedUntilTheJobsEnd() {
        Job job = submit(AccessSet.builder().exclusive(a));
        Job next = submit(AccessSet.builder().exclusive(a));

        assertThat(client.jobs()).containsExactly(job);
        job.release();
        assertThat(client.jobs()).containsExactly(job, next);
    }

    /** L:drivers/gpu/drm/tests/drm_exec_test.c lock_unlock: unlocked by itself, and locked again. */
    @Test
    @Tag("drm_exec_lock_unlock")
    @Tag("S5")
    void lockUnlockOneBufferIsLockedAgainWhileTheRestIsKept() {
        Job job = submit(AccessSet.builder().exclusive(a).exclusive(b));

        assertThat(job.release(a)).isTrue();
        Job again = submit(AccessSet.builder().exclusive(a));
        Job other = submit(AccessSet.builder().exclusive(b));

        assertThat(again.isGranted()).isTrue();
        assertThat(other.isGranted()).isFalse();
    }

    /** L:drivers/gpu/drm/tests/drm_exec_test.c duplicates: named again, unlocked once. */
    @Test
    @Tag("drm_exec_duplicates")
    @Tag("S4")
    void duplicatesAreLockedOnceAndUnlockedOnce() {
        Job job = submit(AccessSet.builder().exclusive(a).exclusive(a).exclusive(a));
        Job next = submit(AccessSet.builder().exclusive(a));

        assertThat(job.isGranted()).isTrue();
        assertThat(job.release(a)).isTrue();
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(next.isGranted()).isTrue();
    }

    /** L:drivers/gpu/drm/tests/drm_exec_test.c prepare: locked, and its end cannot fail any more. */
    @Test
    @Tag("drm_exec_prepare")
    @Tag("S3")
    void prepareOneSetServesManyJobs() {
        AccessSet prepared = AccessSet.builder().exclusive(a).exclusive(b).build();
        Job first = dispatcher.submit(prepared, client);
        Job second = dispatcher.submit(prepared, client);
        assertThat(second.accesses()).isSameAs(prepared);

        assertThat(first.release()).isTrue();
        assertThat(second.release()).isTrue();
        assertThat(client.jobs()).containsExactly(first, second);
    }

    /** L:drivers/gpu/drm/tests/drm_exec_test.c prepare_array: all objects of an array, or none. */
    @Test
    @Tag("drm_exec_prepare_array")
    @Tag("S3")
    void prepareArrayIsOwnedAllAtOnce() {
        SyncQueue[] array = {b, a};
        Job owner = submit(AccessSet.builder().shared(b));

        Job job = dispatcher.submit(AccessSet.exclusive(array), client);

        assertThat(job.isGranted()).isFalse();
        owner.release();
        assertThat(job.isGranted()).isTrue();
        assertThat(submit(AccessSet.builder().shared(a)).isGranted()).isFalse();
    }

    /** L:drivers/gpu/drm/tests/drm_exec_test.c multiple_loops: what is given up half built locks nothing. */
    @Test
    @Tag("drm_exec_multiple_loops")
    @Tag("S1")
    void multipleLoopsThatStopBeforeTheSubmitLeaveNothing() {
        AccessSet.Builder builder = AccessSet.builder();
        for (int loop = 0; loop < 2; loop++) {
            AccessSet abandoned = builder.exclusive(a).exclusive(b).build();
            assertThat(abandoned.accesses()).hasSize(2);
            assertThat(submit(AccessSet.builder().exclusive(a)).release()).isTrue();
        }
        assertThat(submit(builder).release()).isTrue();
        assertThat(client.jobs()).hasSize(3);
    }

    private Job submit(AccessSet.Builder builder) {
        return dispatcher.submit(builder.build(), client);
    }
}

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who may own a queue at once, over all short histories of one queue (S2, S3, S14). */
@Tag("S2")
@Tag("S3")
@Tag("S14")
class PermissionTest {
    private static final AccessMode[] MODES = {AccessMode.SHARED, AccessMode.EXCLUSIVE};
    private static final int JOBS_MAX = 4;

    private int histories;

    /**
     * All sequences of up to four modes, with all orders in which the jobs may end, each released
     * when it is granted and cancelled when it is not. The rule itself is the oracle.
     */
    @Test
    void jobIsGrantedExactlyWhenNothingEarlierConflicts() {
        for (int count = 1; count <= JOBS_MAX; count++) {
            for (int modes = 0; modes < 1 << count; modes++) {
                for (int[] order : Orders.of(count)) {
                    endIn(order, modesOf(modes, count));
                    histories++;
                }
            }
        }
        // 2 x 1 + 4 x 2 + 8 x 6 + 16 x 24 orders of ends: all of them were tried.
        assertThat(histories).isEqualTo(2 + 8 + 48 + 384);
    }

    private static void endIn(int[] order, AccessMode[] modes) {
        Dispatcher dispatcher = new Dispatcher();
        SyncQueue queue = new SyncQueue("queue");
        GrantLog client = new GrantLog();
        List<Job> jobs = new ArrayList<>();
        for (AccessMode mode : modes) {
            jobs.add(dispatcher.submit(Queues.set(mode, queue), client));
            assertRuleHolds(jobs, modes, order);
        }
        for (int index : order) {
            Job job = jobs.get(index);
            assertThat(job.isGranted() ? job.release() : job.cancel()).isTrue();
            assertRuleHolds(jobs, modes, order);
        }
        assertThat(client.jobs()).doesNotHaveDuplicates();
    }

    private static void assertRuleHolds(List<Job> jobs, AccessMode[] modes, int[] order) {
        for (int i = 0; i < jobs.size(); i++) {
            boolean permitted = true;
            for (int earlier = 0; earlier < i; earlier++) {
                boolean conflict =
                        modes[i] == AccessMode.EXCLUSIVE || modes[earlier] == AccessMode.EXCLUSIVE;
                permitted &= !conflict || jobs.get(earlier).outcome() != null;
            }
            boolean alive = jobs.get(i).outcome() == null;
            assertThat(jobs.get(i).isGranted())
                    .as(
                            "job %d of %s, ended in order %s",
                            i, Arrays.toString(modes), Arrays.toString(order))
                    .isEqualTo(alive && permitted);
        }
    }

    private static AccessMode[] modesOf(int bits, int count) {
        AccessMode[] modes = new AccessMode[count];
        for (int i = 0; i < count; i++) {
            modes[i] = MODES[bits >> i & 1];
        }
        return modes;
    }
}

package dev.baton.proptests;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The dispatcher does what the model says: of random histories, and under every schedule of some. */
@Tag("S2")
@Tag("S3")
@Tag("S4")
@Tag("S5")
@Tag("S6")
@Tag("S7")
@Tag("S13")
@Tag("S14")
@Tag("S15")
class SequentialModelTest {
    private static final int HISTORIES = 1_000;
    private static final int CLIENTS = 3;
    private static final int PROGRAMS = 6;

    @Test
    void generatedHistoriesAgree() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            check(RandomWorkloads.of(seed), "seed " + seed);
        }
    }

    /** Three clients of three operations each: 1,680 schedules of each program. */
    @Test
    @Tag("S1")
    void everyScheduleOfThreeClientsAgrees() {
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Random random = new Random(seed);
            List<List<Workload.Operation>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(List.of(
                        RandomWorkloads.submit(random),
                        RandomWorkloads.operation(random),
                        RandomWorkloads.operation(random)));
            }
            schedules(clients, new int[CLIENTS], new ArrayList<>(), "seed " + seed);
        }
    }

    private static void schedules(
            List<List<Workload.Operation>> clients,
            int[] done,
            List<Workload.Operation> so,
            String name) {
        boolean all = true;
        for (int client = 0; client < clients.size(); client++) {
            if (done[client] < clients.get(client).size()) {
                all = false;
                so.add(clients.get(client).get(done[client]++));
                schedules(clients, done, so, name);
                so.remove(so.size() - 1);
                done[client]--;
            }
        }
        if (all) {
            check(new Workload(2, List.copyOf(so)), name);
        }
    }

    private static void check(Workload workload, String name) {
        try {
            new ComparedRun(workload, true).check();
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + workload, e);
        }
    }
}

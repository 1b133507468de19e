package dev.baton.buffers.iommu;

import static dev.baton.buffers.iommu.Domains.GPU;
import static dev.baton.buffers.iommu.Domains.PAGE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * B9, after Barnes: two clients each need two buffers mapped at once, and there are addresses for
 * two. Every schedule of their first steps is tried, then they take turns, which is fair.
 */
@Tag("B9")
class IncrementalMappingTest {
    private static final int FIRST_STEPS = 8;
    private static final int TURNS = 100;

    /** A client that takes one step at a time, until it has had all its buffers mapped at once. */
    private abstract static class Client {
        final IommuTopology topology;
        final List<Attachment> needs;
        final List<DmaMapping> held = new ArrayList<>();
        boolean done;

        Client(Domains machine, List<Attachment> needs) {
            this.topology = machine.topology;
            this.needs = needs;
        }

        abstract void step();

        void finish() {
            done = true;
            letGo();
        }

        void letGo() {
            held.forEach(DmaMapping::close);
            held.clear();
        }

        /** Maps the next one; false if that is refused. */
        boolean mapNext() {
            try {
                held.add(needs.get(held.size()).map(Direction.TO_DEVICE));
                return true;
            } catch (BufferException.Exhausted e) {
                return false;
            }
        }
    }

    /** Maps one by one and, refused, tries again with what it has. */
    private static final class Holding extends Client {
        Holding(Domains machine, List<Attachment> needs) {
            super(machine, needs);
        }

        @Override
        void step() {
            if (held.size() == needs.size()) {
                finish();
            } else {
                mapNext();
            }
        }
    }

    /** Maps one by one and, refused, in its next step lets all go and begins again. */
    private static final class BackingOff extends Client {
        private boolean refused;

        BackingOff(Domains machine, List<Attachment> needs) {
            super(machine, needs);
        }

        @Override
        void step() {
            if (held.size() == needs.size()) {
                finish();
            } else if (refused) {
                letGo();
                refused = false;
            } else {
                refused = !mapNext();
            }
        }
    }

    /** Maps all as one batch, when there is room. */
    private static final class Batching extends Client {
        private CompletableFuture<List<DmaMapping>> asked = new CompletableFuture<>();
        private boolean hasAsked;

        Batching(Domains machine, List<Attachment> needs) {
            super(machine, needs);
        }

        @Override
        void step() {
            if (!hasAsked) {
                hasAsked = true;
                asked = topology.mapAllWhenRoom(Direction.TO_DEVICE, needs).toCompletableFuture();
            } else if (asked.isDone()) {
                held.addAll(asked.join());
                finish();
            }
        }
    }

    @Test
    void clientsThatHoldAndTryAgainCanExhaustTheAddressesForEver() {
        assertThat(unfinished(Holding::new, TURNS)).isPositive();
    }

    @Test
    void clientsThatBackOffCanRefuseEachOtherForEver() {
        assertThat(unfinished(BackingOff::new, TURNS)).isPositive();
    }

    @Test
    void batchesComeToTheirEndWhateverTheSchedule() {
        assertThat(unfinished(Batching::new, 3)).isZero();
    }

    /** After how many schedules of the first steps somebody is not done, though all had turns. */
    private static int unfinished(BiFunction<Domains, List<Attachment>, Client> maker, int turns) {
        int unfinished = 0;
        for (int schedule = 0; schedule < 1 << FIRST_STEPS; schedule++) {
            Domains machine = new Domains(4);
            Client one = maker.apply(machine, pair(machine, "one"));
            Client two = maker.apply(machine, pair(machine, "two"));
            for (int step = 0; step < FIRST_STEPS; step++) {
                stepOf((schedule >> step & 1) == 0 ? one : two);
            }
            for (int turn = 0; turn < turns; turn++) {
                stepOf(one);
                stepOf(two);
            }
            unfinished += one.done && two.done ? 0 : 1;
        }
        return unfinished;
    }

    private static void stepOf(Client client) {
        if (!client.done) {
            client.step();
        }
    }

    private static List<Attachment> pair(Domains machine, String name) {
        return List.of(machine.attached(name + " a", 2), machine.attached(name + " b", 2));
    }

    @Test
    void manyBatchesAreServedInTheOrderInWhichTheyCame() {
        for (long seed = 0; seed < 50; seed++) {
            serveMany(new Random(seed), "seed " + seed);
        }
    }

    private static void serveMany(Random random, String seed) {
        Domains machine = new Domains(16);
        List<Attachment> buffers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            buffers.add(machine.buffer("buffer " + i, 1 + random.nextInt(6)).attach(GPU));
        }
        List<Integer> served = new ArrayList<>();
        List<DmaMapping> held = new ArrayList<>();
        for (int asked = 0; asked < 40; asked++) {
            int mine = asked;
            machine.topology
                    .mapAllWhenRoom(Direction.TO_DEVICE, some(buffers, random))
                    .thenAccept(mapped -> {
                        served.add(mine);
                        held.addAll(mapped);
                    });
            while (!held.isEmpty() && random.nextInt(3) > 0) {
                held.remove(random.nextInt(held.size())).close();
            }
        }
        while (!held.isEmpty()) {
            held.remove(random.nextInt(held.size())).close();
        }
        assertThat(served).as(seed).hasSize(40).isSorted();
        assertThat(machine.domain.freeBytes()).as(seed).isEqualTo(16L * PAGE);
    }

    /** Up to 16 pages of them, with repetitions. */
    private static List<Attachment> some(List<Attachment> buffers, Random random) {
        List<Attachment> some = new ArrayList<>();
        long left = 16L * PAGE;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            Attachment each = buffers.get(random.nextInt(buffers.size()));
            left -= each.buffer().size();
            if (left >= 0) {
                some.add(each);
            }
        }
        return some.isEmpty() ? buffers.subList(0, 1) : some;
    }
}

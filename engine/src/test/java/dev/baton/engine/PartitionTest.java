package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Direction;
import dev.baton.buffers.Exporter;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** S7: one queue per part; an access to the whole is an access to all parts. */
@Tag("S7")
class PartitionTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final Dispatcher dispatcher = new Dispatcher();
    private final Partition tiles = new Partition("tiles", 4);

    private static SharedBuffer buffer(int pages) {
        BufferHandle handle = new SystemHeap().allocate("frame", (long) pages * PAGE);
        return handle.buffer();
    }

    private Job submit(AccessSet.Builder set) {
        return dispatcher.submit(set.build(), job -> {});
    }

    private static AccessSet.Builder set() {
        return AccessSet.builder();
    }

    @Test
    void partsAreNamedAfterTheWhole() {
        assertThat(tiles.parts())
                .extracting(SyncQueue::name)
                .containsExactly("tiles[0]", "tiles[1]", "tiles[2]", "tiles[3]");
        assertThat(tiles.part(2)).isSameAs(tiles.parts().get(2));
        assertThat(tiles.count()).isEqualTo(4);
        assertThat(tiles.describe()).isEqualTo("partition tiles of 4 parts");
    }

    @Test
    void partsAreIndependent() {
        List<Job> jobs = tiles.parts().stream()
                .map(part -> submit(set().exclusive(part)))
                .toList();
        assertThat(jobs).allMatch(Job::isGranted);
    }

    @Test
    void theWholeWaitsForEachPartAndEachPartForTheWhole() {
        for (SyncQueue part : tiles.parts()) {
            Job before = submit(set().exclusive(part));
            Job whole = submit(set().exclusive(tiles));
            List<Job> after = tiles.parts().stream()
                    .map(each -> submit(set().shared(each)))
                    .toList();

            assertThat(whole.isGranted()).as("beside %s", part).isFalse();
            before.release();
            assertThat(whole.isGranted()).as("after %s", part).isTrue();
            assertThat(after).noneMatch(Job::isGranted);
            whole.release();
            assertThat(after).allMatch(Job::isGranted);
            after.forEach(Job::release);
        }
    }

    @Test
    void theWholeSharedExcludesWritersOfPartsOnly() {
        Job reader = submit(set().shared(tiles));
        Job other = submit(set().shared(tiles));
        Job partly = submit(set().shared(tiles.part(1)));
        Job writer = submit(set().exclusive(tiles.part(3)));

        assertThat(List.of(reader, other, partly)).allMatch(Job::isGranted);
        assertThat(writer.isGranted()).isFalse();
        reader.release();
        assertThat(writer.isGranted()).isFalse();
        other.release();
        assertThat(writer.isGranted()).isTrue();
    }

    @Test
    void theStrongerModeOfPartAndWholeCounts() {
        Job job = submit(set().exclusive(tiles.part(1)).shared(tiles));
        assertThat(job.accesses().accesses())
                .extracting(Access::mode)
                .containsExactly(
                        AccessMode.SHARED,
                        AccessMode.EXCLUSIVE,
                        AccessMode.SHARED,
                        AccessMode.SHARED);
    }

    @Test
    void theWholeIsReleasedPartByPart() {
        Job whole = submit(set().exclusive(tiles));
        Job first = submit(set().exclusive(tiles.part(0)));
        Job last = submit(set().exclusive(tiles.part(3)));

        whole.release(tiles.part(0));

        assertThat(first.isGranted()).isTrue();
        assertThat(last.isGranted()).isFalse();
    }

    @Test
    void jobsOverTheWholeAndPartsNeverDeadlock() throws Exception {
        for (int round = 0; round < 200; round++) {
            List<List<AccessSet>> work =
                    List.of(sets(new Random(2 * round)), sets(new Random(2 * round + 1)));
            List<Job> jobs = new ArrayList<>();
            try (Race race = new Race(2)) {
                race.run(submitting(work.get(0)), submitting(work.get(1))).forEach(jobs::addAll);
            }
            assertThat(jobs)
                    .as("round, and half the seeds: %d", round)
                    .allMatch(job -> job.outcome() == Outcome.COMPLETED);
        }
    }

    private Callable<List<Job>> submitting(List<AccessSet> sets) {
        return () ->
                sets.stream().map(set -> dispatcher.submit(set, Job::release)).toList();
    }

    /** Wholes and parts in any mixture, of two partitions that overlap in the jobs. */
    private List<AccessSet> sets(Random random) {
        Partition[] both = {tiles, OTHER};
        return IntStream.range(0, 50)
                .mapToObj(job -> {
                    AccessSet.Builder set = set();
                    for (int access = random.nextInt(3); access >= 0; access--) {
                        add(set, both[random.nextInt(2)], random);
                    }
                    return set.build();
                })
                .toList();
    }

    private static final Partition OTHER = new Partition("other", 3);

    private static void add(AccessSet.Builder set, Partition partition, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> set.exclusive(partition);
            case 1 -> set.shared(partition);
            case 2 -> set.exclusive(partition.part(random.nextInt(partition.count())));
            default -> set.shared(partition.part(random.nextInt(partition.count())));
        }
    }

    @Test
    void aBufferHasOnePartitionForLife() {
        SharedBuffer frame = buffer(8);
        Partition made = Partition.of(frame, 4);

        assertThat(Partition.of(frame, 4)).isSameAs(made);
        assertThat(frame.syncObject()).isSameAs(made);
        assertThat(frame.describe()).contains("sync \"partition frame of 4 parts\"");
        refused("S7", "4 parts for life, not 3", () -> Partition.of(frame, 3));
    }

    @Test
    void aBufferHasEitherAQueueOrAPartition() {
        SharedBuffer parted = buffer(8);
        Partition.of(parted, 2);
        refused("B3", "partition frame of 2 parts", () -> SyncQueue.of(parted));

        SharedBuffer plain = buffer(8);
        SyncQueue.of(plain);
        refused("B3", "queue frame", () -> Partition.of(plain, 2));
    }

    @Test
    void racingThreadsGetTheSamePartition() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < 500; round++) {
                SharedBuffer frame = buffer(3);
                List<Partition> got =
                        race.run(() -> Partition.of(frame, 3), () -> Partition.of(frame, 3));
                assertThat(got.get(0)).isSameAs(got.get(1));
            }
        }
    }

    @Test
    void noPartIsEmptyAndPartsDifferByOnePageAtMost() {
        for (int pages = 1; pages <= 40; pages++) {
            for (int parts = 1; parts <= pages; parts++) {
                Partition partition = Partition.of(buffer(pages), parts);
                Set<Long> sizes = new HashSet<>();
                for (int part = 0; part < parts; part++) {
                    sizes.add(partition.offset(part + 1) - partition.offset(part));
                }
                long least = pages / parts * (long) PAGE;
                assertThat(sizes).isSubsetOf(least, least + PAGE);
                assertThat(partition.offset(0)).isZero();
                assertThat(partition.offset(parts)).isEqualTo((long) pages * PAGE);
            }
        }
    }

    @Test
    void aRangeTouchesThePartsThatItsBytesLieIn() {
        for (int parts = 1; parts <= 7; parts++) {
            Partition partition = Partition.of(buffer(7), parts);
            for (int from = 0; from < parts; from++) {
                for (int to = from; to < parts; to++) {
                    List<SyncQueue> touched = partition.parts().subList(from, to + 1);
                    long begin = partition.offset(from);
                    long end = partition.offset(to + 1);
                    long lastOfFirst = partition.offset(from + 1) - 1;
                    long firstOfLast = partition.offset(to);
                    assertThat(partition.covering(begin, end - begin)).isEqualTo(touched);
                    if (to > from) {
                        assertThat(partition.covering(lastOfFirst, firstOfLast + 1 - lastOfFirst))
                                .isEqualTo(touched);
                    }
                }
                assertThat(partition.covering(partition.offset(from), 1))
                        .containsExactly(partition.part(from));
                assertThat(partition.covering(partition.offset(from + 1) - 1, 1))
                        .containsExactly(partition.part(from));
            }
        }
    }

    @Test
    void rangesOfTheLargestBufferDoNotOverflow() {
        long size = SharedBuffer.SIZE_MAX;
        try (BufferHandle handle = SharedBuffer.export("huge", size, new NoStorage())) {
            Partition partition = Partition.of(handle.buffer(), Partition.PARTS_MAX);
            assertThat(partition.covering(0, size)).hasSize(Partition.PARTS_MAX);
            assertThat(partition.covering(size - 1, 1))
                    .containsExactly(partition.part(Partition.PARTS_MAX - 1));
        }
    }

    /** Backs a buffer that nobody maps. */
    private static final class NoStorage extends Exporter {
        @Override
        public String name() {
            return "none";
        }

        @Override
        protected List<Segment> map(Attachment attachment, Direction direction) {
            throw new AssertionError("nobody maps it");
        }

        @Override
        protected void unmap(Attachment attachment, List<Segment> segments, Direction direction) {}

        @Override
        protected Storage pages() {
            throw new AssertionError("nobody maps it");
        }

        @Override
        protected Storage mmap(MapRequest request) {
            return pages();
        }

        @Override
        protected void release() {}
    }

    @Test
    void rangesAreCheckedAsEveryEntranceChecksThem() {
        Partition partition = Partition.of(buffer(2), 2);
        assertThatThrownBy(() -> partition.covering(1, -1))
                .isInstanceOf(BufferException.Overflow.class);
        assertThatThrownBy(() -> partition.covering(PAGE, PAGE + 1))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThatThrownBy(() -> partition.covering(-1, 1)).isInstanceOf(BufferException.class);
        assertThatThrownBy(() -> partition.covering(PAGE, 0))
                .isInstanceOf(BufferException.Empty.class);
    }

    @Test
    void aPartitionWithoutABufferHasNoBytes() {
        refused("S7", "no buffer", () -> tiles.covering(0, 1));
        refused("S7", "no buffer", () -> tiles.offset(0));
    }

    @Test
    void whatIsNoPartIsRefused() {
        refused("S7", "tiles has no part 4", () -> tiles.part(4));
        refused("S7", "tiles has no part -1", () -> tiles.part(-1));
        refused("S7", "no part 3", () -> Partition.of(buffer(2), 2).offset(3));
    }

    @Test
    void tooFewAndTooManyPartsAreRefused() {
        refused("S7", "0 parts", () -> new Partition("none", 0));
        refused("S7", "use from 1 to 1024", () -> new Partition("many", Partition.PARTS_MAX + 1));
        SharedBuffer small = buffer(3);
        refused("S7", "use from 1 to 3", () -> Partition.of(small, 4));
        assertThat(small.syncObject()).isNull();
        assertThat(new Partition("most", Partition.PARTS_MAX).count()).isEqualTo(1024);
    }

    private static void refused(String rule, String part, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(part)
                .extracting(thrown -> ((RefusedException) thrown).rule())
                .isEqualTo(rule);
    }
}
